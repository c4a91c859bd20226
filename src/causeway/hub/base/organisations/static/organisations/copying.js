// Puts a button beside each thing to copy. Without a script, a click selects the whole of it.
const words = document.getElementById("copy-words").dataset;
for (const source of document.querySelectorAll("code[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cw-link-button";
  button.textContent = words.copy;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = words.copied;
  });
  source.after(button);
}
