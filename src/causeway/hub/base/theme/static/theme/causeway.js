// Wakes the components of both design systems. Every page works without this file; it adds what a script alone can do.
import { initAll as wakeGovuk } from "../vendor/govuk-frontend.min.js";
import { initAll as wakeMoj } from "../vendor/moj-frontend.min.js";

function wake(scope) {
  wakeGovuk({ scope });
  wakeMoj({ scope });
}

// The components ask for these marks before they start; a script in the page would need a hole in the content policy.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
wake(document);

// A part that htmx brings in later has components of its own.
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    wake(event.detail.elt);
  }
});
