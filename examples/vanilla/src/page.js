import { createClocks, ZONES } from './clocks.js';
import { readZones } from './zones.js';

const pages = new WeakMap();

export default {
  async mount({ domElement, context }) {
    const page = document.createElement('div');
    page.className = 'world-clock-page';
    const heading = document.createElement('h1');
    heading.textContent = context.t('title');
    page.append(
      heading,
      picker(context, () => clocks.paint()),
    );
    domElement.append(page);
    const clocks = createClocks(page, context, () => readZones(context.storage.user, ZONES));
    pages.set(domElement, { page, clocks });
  },
  async unmount({ domElement }) {
    const state = pages.get(domElement);
    state?.clocks.dispose();
    state?.page.remove();
    pages.delete(domElement);
  },
};

function picker(context, changed) {
  const form = document.createElement('fieldset');
  const legend = document.createElement('legend');
  legend.textContent = context.t('zones');
  form.append(legend);
  for (const zone of ZONES) {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = readZones(context.storage.user, ZONES).includes(zone);
    box.addEventListener('change', () => {
      const chosen = readZones(context.storage.user, ZONES).filter((name) => name !== zone);
      if (box.checked) chosen.push(zone);
      context.storage.user.set(
        'zones',
        ZONES.filter((name) => chosen.includes(name)),
      );
      changed();
    });
    label.append(box, zone.replaceAll('_', ' '));
    form.append(label);
  }
  return form;
}
