// Draws a cluster. The tables below it say the same, so the page is whole without this file.
import cytoscape from "../vendor/cytoscape.min.js";

const place = document.getElementById("graph");
const figure = document.getElementById("graph-figure");

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function looks() {
  return [
    {
      selector: "node",
      style: {
        "background-color": colour("--cw-medium"),
        "border-color": colour("--govuk-text-colour"),
        color: colour("--govuk-text-colour"),
        "font-family": "system-ui, sans-serif",
        "font-size": 13,
        label: "data(label)",
        "text-margin-y": 5,
        "text-valign": "bottom",
        height: 26,
        width: 26,
      },
    },
    { selector: "node[kind = 'centre']", style: { "background-color": colour("--cw-very-high"), shape: "diamond", height: 36, width: 36 } },
    { selector: "node[kind = 'duplicate']", style: { "background-color": colour("--govuk-body-background-colour"), "border-width": 3 } },
    {
      selector: "edge",
      style: { "line-color": colour("--govuk-secondary-text-colour"), "curve-style": "bezier", width: "mapData(weight, 0, 1, 1, 6)" },
    },
  ];
}

async function draw() {
  const answer = await fetch(place.dataset.source, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  const { elements } = await answer.json();
  figure.hidden = false;
  const graph = cytoscape({
    container: place,
    elements,
    style: looks(),
    layout: { name: "cose", animate: false, padding: 40, randomize: false, nodeRepulsion: () => 60000, idealEdgeLength: () => 140 },
    maxZoom: 1.5,
    minZoom: 0.2,
    userZoomingEnabled: false,
  });
  graph.on("tap", "node", (event) => {
    window.location.assign(event.target.data("href"));
  });
}

if (place) {
  draw();
}
