// Typing in the table as in a sheet: pasted cells spread to the right and down; arrows move.

const grid = document.querySelector("[data-grille] tbody");
const rows = grid ? [...grid.rows].map((row) => [...row.querySelectorAll("td > input:not([type=hidden]), td > select")]) : [];

const place = (cell) => {
  for (const [line, cells] of rows.entries()) {
    const column = cells.indexOf(cell);
    if (column >= 0) return [line, column];
  }
  return null;
};

const write = (cell, text) => {
  const value = text.trim();
  if (cell.tagName !== "SELECT") { cell.value = value; return; }
  const known = [...cell.options].find((option) => option.text.toLowerCase() === value.toLowerCase());
  if (known) cell.value = known.value;
};

grid?.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const start = place(event.target);
  if (!start || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  lines.forEach((line, down) => line.split("\t").forEach((value, right) => {
    const cell = rows[start[0] + down]?.[start[1] + right];
    if (cell) write(cell, value);
  }));
});

grid?.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const at = step && event.target.tagName === "INPUT" ? place(event.target) : null;
  const cell = at && rows[at[0] + step]?.[at[1]];
  if (cell) { event.preventDefault(); cell.focus(); }
});
