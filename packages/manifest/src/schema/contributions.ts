import { ROUTE_MOUNTS, SKELETONS } from '../extension-manifest.ts';
import { LIMITS } from '../limits.ts';
import { described, list, map, record, ref, type SchemaNode, text } from './node.ts';

const atMostOne = (...fields: string[]): readonly SchemaNode[] =>
  fields.flatMap((field, index) =>
    fields.slice(index + 1).map((other) => ({ not: { type: 'object' as const, required: [field, other] } })),
  );

const order = { 'order?': ref('order') };
const when = { 'when?': ref('when') };
const heading = { id: ref('id'), title: ref('title'), 'icon?': ref('icon') };

const ROUTE = record('A page.', {
  ...heading,
  mount: {
    type: 'string',
    description: 'Place whose URL prefix the path follows.',
    format: 'mount',
    enum: ROUTE_MOUNTS,
  },
  path: {
    type: 'string',
    description: 'Relative to the mount, no leading slash; `:name` and a last `*` are patterns.',
    format: 'route-path',
    maxLength: LIMITS.path,
  },
  'description?': ref('description'),
  'skeleton?': {
    type: 'string',
    description: 'Placeholder while code is on its way.',
    enum: SKELETONS,
    default: 'page',
  },
  'prefetch?': {
    type: 'string',
    description: 'When files may be fetched ahead.',
    enum: ['intent', 'none'],
    default: 'intent',
  },
  component: ref('reference'),
  ...when,
});

const MENU: SchemaNode = {
  ...record('An item of a menu. Without route, command and href it is a group for others.', {
    slot: described(ref('slot'), 'A menu of the shell, or `<menu>.<parent item>` for the second level.'),
    ...heading,
    'route?': ref('target'),
    'command?': ref('target'),
    'href?': {
      type: 'string',
      description: 'An https URL outside the console.',
      format: 'https-url',
      maxLength: LIMITS.url,
    },
    ...order,
    ...when,
  }),
  allOf: atMostOne('route', 'command', 'href'),
};

const SLOT = record('A component in a slot.', {
  slot: ref('slot'),
  id: ref('id'),
  'title?': ref('title'),
  component: ref('reference'),
  'size?': record('Hint for grids.', {
    w: { type: 'integer', description: 'Columns of twelve.', minimum: 1, maximum: 12 },
    h: { type: 'integer', description: 'Rows of 40 px.', minimum: 1, maximum: 100 },
  }),
  ...order,
  ...when,
});

const COLUMN = record('A column of the lists of one resource type.', {
  for: ref('resourceType'),
  id: ref('id'),
  title: ref('title'),
  component: ref('reference'),
  'width?': { type: 'number', description: 'Pixels.', minimum: 24, maximum: 1000, default: 120 },
  ...order,
  ...when,
});

const TAB = record('A tab of the detail page of one resource type.', {
  for: ref('resourceType'),
  ...heading,
  component: ref('reference'),
  ...order,
  ...when,
});

const ACTION = record('An action on one resource type.', {
  for: ref('resourceType'),
  ...heading,
  command: ref('target'),
  'danger?': { type: 'boolean', description: 'Whether it destroys something.', default: false },
  ...order,
  ...when,
});

const COMMAND: SchemaNode = {
  ...record('A command, in the palette or on a key.', {
    ...heading,
    'keywords?': list('More words the palette finds it by.', text('A word, or `%key%`.', 100), 20),
    'handler?': ref('reference'),
    'route?': ref('target'),
    'key?': { type: 'string', description: '`mod+shift+r`; `mod` is ⌘ or Ctrl.', format: 'key', maxLength: 40 },
    'palette?': { type: 'boolean', description: 'Whether the palette lists it.', default: true },
    ...when,
  }),
  oneOf: [
    { type: 'object', required: ['handler'] },
    { type: 'object', required: ['route'] },
  ],
};

const SERVICE = record('A service for other extensions.', {
  token: {
    type: 'string',
    description: '`<extension>/<Name>@<major>`.',
    pattern: '^[a-z0-9][a-z0-9-]*/[A-Za-z][A-Za-z0-9]*@[0-9]{1,4}$',
    maxLength: 200,
  },
  provider: ref('reference'),
});

const SETTING = record('One setting.', {
  type: { type: 'string', description: 'Type of the value.', enum: ['string', 'number', 'boolean'] },
  title: ref('title'),
  'description?': ref('description'),
  default: {
    type: ['string', 'number', 'boolean'],
    description: 'Value until somebody sets another.',
    maxLength: 10_000,
  },
  'enum?': list(
    'The values to choose from.',
    record('A choice.', {
      value: { type: ['string', 'number'], description: 'The value.', maxLength: 1000 },
      title: ref('title'),
    }),
    200,
  ),
  'minimum?': { type: 'number', description: 'Least number.' },
  'maximum?': { type: 'number', description: 'Greatest number.' },
  'maxLength?': { type: 'integer', description: 'Most characters.', minimum: 1, maximum: 100_000 },
});

const THEME = record('A colour theme.', {
  id: ref('id'),
  title: ref('title'),
  extends: {
    type: 'string',
    description: 'Theme whose tokens are used where this one has none.',
    enum: ['light', 'dark'],
  },
  tokens: map(
    'Design tokens, without the leading `--lb-`, to their values.',
    { type: 'string', format: 'token-name', pattern: '^[a-z0-9][a-z0-9-]*$', maxLength: 64 },
    {
      type: 'string',
      description: 'A colour, a length or a number.',
      format: 'token-value',
      minLength: 1,
      maxLength: 200,
    },
    500,
  ),
});

const CATALOGUES = record('Texts of the extension.', {
  default: ref('locale'),
  locales: list('Locales that exist.', ref('locale'), 100),
  'path?': {
    type: 'string',
    description: 'Run-time catalogues inside `ui/`, `{locale}` replaced.',
    format: 'catalogue-path',
    maxLength: LIMITS.path,
  },
  manifest: map(
    'Texts that this manifest itself uses, by locale.',
    ref('locale'),
    map(
      'Key to text.',
      { type: 'string', maxLength: 200 },
      { type: 'string', maxLength: LIMITS.description },
      LIMITS.entries,
    ),
    100,
  ),
});

const QUICK_ACCESS: SchemaNode = {
  ...record('An entry of the quick access menu.', {
    ...heading,
    'description?': ref('description'),
    'route?': ref('target'),
    'command?': ref('target'),
    ...order,
    ...when,
  }),
  oneOf: [
    { type: 'object', required: ['route'] },
    { type: 'object', required: ['command'] },
  ],
};

export const CONTRIBUTIONS = record('What the extension adds to the console.', {
  'routes?': list('Pages.', ROUTE, LIMITS.perKind),
  'menus?': list('Menu items.', MENU, LIMITS.perKind),
  'slots?': list('Components in slots.', SLOT, LIMITS.perKind),
  'columns?': list('Columns of resource lists.', COLUMN, LIMITS.perKind),
  'tabs?': list('Tabs of resource pages.', TAB, LIMITS.perKind),
  'actions?': list('Actions on resources.', ACTION, LIMITS.perKind),
  'commands?': list('Commands.', COMMAND, LIMITS.perKind),
  'services?': list('Services for other extensions.', SERVICE, LIMITS.perKind),
  'settings?': record('Settings of the extension.', {
    'title?': ref('title'),
    properties: map(
      'Settings by name.',
      { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', maxLength: LIMITS.id },
      SETTING,
      200,
    ),
  }),
  'themes?': list('Themes.', THEME, 50),
  'i18n?': CATALOGUES,
  'quickAccess?': list('Entries of the quick access menu.', QUICK_ACCESS, LIMITS.perKind),
});
