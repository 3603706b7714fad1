// Dragging a sheet to another place of its list. The buttons do the same without a mouse.

let held = null;
const order = document.getElementById("ordre");

const send = () => {
  const seen = [...document.querySelectorAll("[data-rangement] > [data-cle]")].map((item) => item.dataset.cle);
  const inputs = [...order.querySelectorAll("[name=ordre]")];
  seen.forEach((code, rank) => { if (inputs[rank]) inputs[rank].value = code; });
  order.submit();
};

for (const item of document.querySelectorAll("[data-rangement] > [data-cle]")) {
  item.draggable = true;
  item.addEventListener("dragstart", () => { held = item; });
  item.addEventListener("dragover", (event) => {
    if (held && held.parentElement === item.parentElement) event.preventDefault();
  });
  item.addEventListener("drop", (event) => {
    if (!held || held === item || held.parentElement !== item.parentElement) return;
    event.preventDefault();
    const below = held.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING;
    item[below ? "after" : "before"](held);
    send();
  });
}
