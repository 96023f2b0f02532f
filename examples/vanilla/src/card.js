import { createClocks, ZONES } from './clocks.js';
import { readZones } from './zones.js';

const clocks = new WeakMap();

/** single-spa life cycles, as the console accepts them from any framework. */
export default {
  async mount({ domElement, context }) {
    clocks.set(
      domElement,
      createClocks(domElement, context, () => readZones(context.storage.user, ZONES).slice(0, 4)),
    );
  },
  async unmount({ domElement }) {
    clocks.get(domElement)?.dispose();
    clocks.delete(domElement);
  },
};
