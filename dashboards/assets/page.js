// Writes in a chart what has room, saves it as a picture, leads from it to the rows it counts, makes the rows of tables, and goes to the place that an address names behind its "#" once the page is there.
(() => {
  "use strict";

  const INK = "#1c2b33";
  const LINE = 18; // pixels between two lines of text
  const LEAST_WIDTH = 640;
  const SCALE = 2; // pixels of a PNG for each of the screen's

  // Lines of about so many letters, as text in Plotly's markup.
  const lines = (text, letters) => {
    const found = [""];
    for (const word of text.trim().split(/\s+/)) {
      if (found.at(-1) && found.at(-1).length + word.length >= letters) found.push("");
      found.push(`${found.pop()} ${word}`.trim());
    }
    const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
    return found.map((line) => line.replace(/[&<>]/g, (sign) => signs[sign]));
  };

  // The chart on white, with its finding above it, its basis and the sentence of use below it.
  const drawn = async (figure) => {
    const plot = figure.querySelector(".js-plotly-plot");
    const width = Math.max(plot.clientWidth, LEAST_WIDTH);
    const title = lines(figure.querySelector("h3").textContent, width / 10);
    const said = [figure.querySelector("p").textContent, document.querySelector("footer strong").textContent];
    const foot = said.flatMap((text) => lines(text, width / 6.5));
    const { _size: margin, font } = plot._fullLayout; // as laid out, with the legend
    const below = LINE * foot.length + 16;
    const above = (LINE + 4) * title.length + 16;
    const height = plot.clientHeight + above + below;
    const layout = {
      ...plot.layout,
      width,
      height,
      autosize: false,
      paper_bgcolor: "#fff",
      font: { ...font, color: INK },
      margin: { l: margin.l, r: margin.r, t: margin.t + above, b: margin.b + below },
      title: {
        text: title.join("<br>"),
        x: 0,
        xref: "container",
        y: 1,
        yref: "container",
        yanchor: "top",
        pad: { t: 14, l: 10 },
        font: { size: 17 },
      },
      annotations: [
        ...(plot.layout.annotations ?? []),
        {
          text: foot.join("<br>"),
          align: "left",
          showarrow: false,
          xref: "paper",
          x: 0,
          xanchor: "left",
          yref: "paper",
          y: 0,
          yanchor: "top",
          yshift: -margin.b,
          font: { size: 12 },
        },
      ],
    };
    const svg = await window.Plotly.toImage({ data: plot.data, layout }, { format: "svg", width, height });
    return { svg, width, height };
  };

  const asPng = async ({ svg, width, height }) => {
    const image = new Image();
    image.src = svg;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  const asSvg = ({ svg }) =>
    new Blob([decodeURIComponent(svg.slice(svg.indexOf(",") + 1))], { type: "image/svg+xml" });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-picture]");
    if (!button) return;
    const figure = button.closest("figure");
    const picture = await drawn(figure);
    const blob = button.dataset.picture === "png" ? await asPng(picture) : asSvg(picture);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${figure.dataset.chart}.${button.dataset.picture}`;
    link.click();
    URL.revokeObjectURL(link.href);
  });

  // What is drawn of a row bears the row's address, to which a click leads.
  const follow = ({ points }) => {
    const goal = points.map((point) => point.customdata).find((data) => typeof data === "string");
    if (goal) go(goal);
  };

  // What is written in a chart depends on the room that it has.
  const fit = (plot) => {
    const choices = plot.layout.meta?.byWidth ?? [];
    const chosen = choices.findLast(([width]) => width <= plot.clientWidth)?.[1];
    const texts = (some) => JSON.stringify(some?.map(({ text }) => text));
    if (chosen && texts(chosen) !== texts(plot.layout.annotations)) {
      window.Plotly.relayout(plot, { annotations: chosen });
    }
  };

  // To an address, as a link of Dash's does.
  const go = (goal) => {
    window.history.pushState({}, "", goal);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  };

  // The table of a data-rows attribute: heads, rows of cells, and where the first cell of each leads to, or null.
  const made = ({ head, rows, goals }) => {
    const table = document.createElement("table");
    const row = (part) => part.appendChild(document.createElement("tr"));
    const cell = (of, name, text, scope) => {
      const one = of.appendChild(document.createElement(name));
      if (scope) one.scope = scope;
      one.textContent = text;
      return one;
    };
    const top = row(table.createTHead());
    for (const text of head) cell(top, "th", text, "col");
    const body = table.createTBody();
    rows.forEach(([first, ...others], at) => {
      const line = row(body);
      const name = cell(line, "th", goals[at] ? "" : first, "row");
      if (goals[at]) cell(name, "a", first).href = goals[at];
      for (const text of others) cell(line, "td", text);
    });
    table.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(link.getAttribute("href"));
    });
    return table;
  };

  // Whoever draws the page may take the element of one table for another, or for what is no table.
  const filled = new Map();
  const fill = () => {
    for (const [place, { rows, table }] of filled) {
      if (place.isConnected && place.dataset.rows === rows) continue;
      table.remove();
      filled.delete(place);
    }
    for (const place of document.querySelectorAll("[data-rows]")) {
      if (filled.has(place)) continue;
      const { rows } = place.dataset;
      const table = made(JSON.parse(rows));
      filled.set(place, { rows, table });
      place.append(table);
    }
  };

  // A table that is wider than its place says so.
  const measured = new ResizeObserver((entries) =>
    requestAnimationFrame(() => {
      for (const { target } of entries) {
        const place = target.closest(".scroll, .ag-center-cols-viewport");
        const table = place?.firstElementChild;
        const isWide = table?.offsetWidth > place?.clientWidth + 1;
        place?.closest(".scroll, .grid").toggleAttribute("data-wide", isWide);
      }
    }),
  );
  const watched = new WeakSet();
  const watch = () => {
    for (const table of document.querySelectorAll(".scroll > table, .grid .ag-center-cols-container")) {
      if (watched.has(table)) continue;
      watched.add(table);
      measured.observe(table);
      measured.observe(table.parentElement);
    }
  };

  // Grids sort Vietnamese as dictionaries do.
  const { compare } = new Intl.Collator("vi");
  window.dashAgGridFunctions = { ...window.dashAgGridFunctions, vietnamese: (a, b) => compare(a ?? "", b ?? "") };

  const followed = new WeakSet();
  let reached = "";
  new MutationObserver(() => {
    fill();
    watch();
    // those of the page, not the ones that pictures are made of
    for (const plot of document.querySelectorAll(".dash-graph .js-plotly-plot")) {
      if (followed.has(plot) || !plot.on) continue;
      followed.add(plot);
      plot.on("plotly_click", follow);
      plot.on("plotly_afterplot", () => fit(plot));
      fit(plot);
    }
    const { href, hash } = window.location;
    const place = hash && href !== reached && document.getElementById(hash.slice(1));
    if (!place) return;
    reached = href;
    place.tabIndex = -1;
    place.focus();
    place.scrollIntoView();
  }).observe(document.documentElement, { attributeFilter: ["data-rows"], childList: true, subtree: true });
})();
