// Loads a library's script once, whoever asks. The address comes from the template, because file
// names carry a hash in production.

const scripts = new Map();

export function loadScript(address) {
  if (!scripts.has(address)) {
    scripts.set(
      address,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`${address} could not be loaded`));
        document.head.append(script);
      }),
    );
  }
  return scripts.get(address);
}

export function loadStyles(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}

/** Calls back once, when the element comes near the visible part of the page. */
export function whenSeen(element, callback) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      callback();
    },
    { rootMargin: "300px" },
  );
  watcher.observe(element);
}
