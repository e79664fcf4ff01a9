/* Saves what the kernel offers as a file. The bytes come with the message; nothing is fetched and nothing goes back. */

const KEPT_MS = 60_000; // a browser may ask where to save it first

function render({ model, el }) {
  const kept = new Map();
  const forget = (address) => {
    clearTimeout(kept.get(address));
    kept.delete(address);
    URL.revokeObjectURL(address);
  };

  function save({ save: name, type } = {}, [bytes] = []) {
    if (typeof name !== "string" || !bytes) return;
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    const link = Object.assign(document.createElement("a"), { href: address, download: name, hidden: true });
    el.append(link);
    link.click();
    link.remove();
    kept.set(address, setTimeout(forget, KEPT_MS, address));
  }

  model.on("msg:custom", save);
  return () => {
    model.off("msg:custom", save);
    [...kept.keys()].forEach(forget);
  };
}

export default { render };
