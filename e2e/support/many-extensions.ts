import { card, component, page } from './fixture-code.ts';
import type { Fixture } from './fixture-extension.ts';

const ICONS = ['chart', 'database', 'network', 'shield', 'box', 'clock'];
const SUBJECTS = ['Workloads', 'Traffic', 'Storage', 'Alerts', 'Policies', 'Images', 'Certificates', 'Queues'];
const WORDS = 'observe deliver protect restore compare schedule inspect balance rotate archive'.split(' ');

/** An extension with fifteen contributions of mixed kinds, as the index budget counts them. */
export function typicalExtension(number: number): Fixture {
  const name = `sample-${String(number).padStart(4, '0')}`;
  const subject = SUBJECTS[number % SUBJECTS.length];
  const icon = ICONS[number % ICONS.length];
  const word = (shift: number) => WORDS[(number * 3 + shift) % WORDS.length];
  const reference = (module: string) => ({ $ref: `./${module}#default` });
  return {
    name,
    title: `${subject} ${number}`,
    modules: {
      './overview': page(`${subject} ${number}`),
      './details': page(`Details of ${subject} ${number}`),
      './card': card(`Card of ${subject} ${number}`),
      './cell': component(`return h('span', null, ${number});`),
      './commands': `export const run = () => 'done';\n`,
    },
    contributes: {
      routes: ['overview', 'list', 'details', 'settings'].map((id) => ({
        id,
        mount: 'root' as const,
        path: id === 'details' ? `${name}/details/:item` : `${name}/${id}`,
        title: `${subject} ${number} ${id}`,
        icon,
        skeleton: id === 'list' ? ('table' as const) : ('page' as const),
        component: reference(id === 'details' ? 'details' : 'overview'),
      })),
      menus: [
        { slot: 'global', id: name, title: `${subject} ${number}`, icon, order: { group: word(0) } },
        { slot: `global.${name}`, id: 'overview', title: `Overview ${number}`, route: 'overview' },
        {
          slot: `global.${name}`,
          id: 'list',
          title: `List ${number}`,
          route: 'list',
          order: { after: 'overview' },
        },
      ],
      slots: [
        {
          slot: 'home.cards',
          id: name,
          title: `${subject} ${number}`,
          component: reference('card'),
          size: { w: 4, h: 3 },
        },
      ],
      columns: [{ for: 'core/v1/Pod', id: name, title: `${subject}`, component: reference('cell'), width: 90 }],
      tabs: [{ for: 'apps/v1/Deployment', id: name, title: `${subject} ${number}`, component: reference('details') }],
      actions: [{ for: 'core/v1/Pod', id: name, title: `${word(1)} the pod`, command: 'first' }],
      commands: ['first', 'second', 'third'].map((id, shift) => ({
        id,
        title: `${word(shift)} ${subject} ${number}`,
        keywords: [word(shift + 4) ?? '', id],
        handler: { $ref: './commands#run' },
      })),
      quickAccess: [
        { id: name, title: `${subject} ${number}`, description: `${word(2)} at once`, icon, route: 'overview' },
      ],
    },
  };
}

export const manyExtensions = (count: number): Fixture[] =>
  Array.from({ length: count }, (_, number) => typicalExtension(number + 1));
