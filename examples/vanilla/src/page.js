import { createClocks, ZONES } from './clocks.js';
import { readZones } from './zones.js';

const pages = new WeakMap();

export default {
  async mount({ domElement, context }) {
    const page = document.createElement('div');
    page.className = 'world-clock-page';
    page.append(picker(context, () => clocks.paint()));
    const head = header(context);
    domElement.append(head, page);
    const clocks = createClocks(page, context, () => readZones(context.storage.user, ZONES));
    pages.set(domElement, { head, page, clocks });
  },
  async unmount({ domElement }) {
    const state = pages.get(domElement);
    state?.clocks.dispose();
    state?.head.remove();
    state?.page.remove();
    pages.delete(domElement);
  },
};

/** In the console's own clothes: its class names are there for everybody. */
function header(context) {
  const head = document.createElement('header');
  head.className = 'lb-page-header';
  const title = document.createElement('h1');
  title.className = 'lb-page-title';
  title.textContent = context.t('title');
  const description = document.createElement('p');
  description.className = 'lb-page-description';
  description.textContent = context.t('description');
  head.append(title, description);
  return head;
}

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
