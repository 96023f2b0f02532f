// Plain DOM, no framework and no bundler: these files are shipped as they stand here.

export const ZONES = [
  'Europe/London',
  'Asia/Shanghai',
  'America/New_York',
  'Asia/Kolkata',
  'America/Los_Angeles',
  'Australia/Sydney',
];

/** Time and day in a zone, and whether people there are likely asleep. */
export function readZone(zone, now, locale) {
  const part = (options) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(now);
  const hour = Number(new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(now));
  return {
    city: zone.split('/').at(-1).replaceAll('_', ' '),
    time: part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: part({ weekday: 'short', day: 'numeric', month: 'short' }),
    asleep: hour < 7 || hour >= 23,
  };
}

/** A list of clocks that keeps itself up to date until `dispose` is called. */
export function createClocks(host, context, zones) {
  const list = document.createElement('ul');
  list.className = 'world-clock';
  host.append(list);

  const paint = () => {
    const now = new Date();
    const locale = context.shell.get().locale;
    list.replaceChildren(...zones().map((zone) => row(readZone(zone, now, locale), context)));
  };
  paint();
  const timer = context.setInterval(paint, 10_000);
  const unsubscribe = context.shell.subscribe(paint);

  return {
    paint,
    dispose() {
      timer[Symbol.dispose]();
      unsubscribe();
      list.remove();
    },
  };
}

function row({ city, time, day, asleep }, context) {
  const item = document.createElement('li');
  item.append(
    cell('world-clock-city', city),
    cell('world-clock-day', day),
    cell('world-clock-state', asleep ? `☾ ${context.t('asleep')}` : `☀ ${context.t('awake')}`),
    cell('world-clock-time', time),
  );
  return item;
}

function cell(className, text) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}
