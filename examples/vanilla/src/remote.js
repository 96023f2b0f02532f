// The container: what every bundler's federation plugin generates, written by hand.
const modules = {
  './src/card.js': () => import('./card.js'),
  './src/page.js': () => import('./page.js'),
};

/** Called once with the packages that the console shares; this extension needs none. */
export function init() {}

/** Gives a factory of the module that the manifest refers to. */
export async function get(id) {
  const load = modules[id];
  if (!load) throw new Error(`world-clock exposes no ${id}`);
  const module = await load();
  return () => module;
}
