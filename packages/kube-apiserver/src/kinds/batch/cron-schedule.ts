/** What a schedule may say. Source of the format and of the sentences: github.com/robfig/cron/v3. */

interface Bounds {
  readonly lowest: number;
  readonly highest: number;
  readonly names?: readonly string[];
  /** Number of the first name. */
  readonly first?: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Bounds[] = [
  { lowest: 0, highest: 59 },
  { lowest: 0, highest: 23 },
  { lowest: 1, highest: 31 },
  { lowest: 1, highest: 12, names: MONTHS, first: 1 },
  { lowest: 0, highest: 6, names: DAYS, first: 0 },
];
const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const DURATION = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))*$/;

/** What is wrong with a schedule, or undefined. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule === '') return 'empty spec string';
  if (schedule.startsWith('@')) return descriptorProblem(schedule);
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `expected exactly ${FIELDS.length} fields, found ${parts.length}: [${parts.join(' ')}]`;
  }
  for (const [index, bounds] of FIELDS.entries()) {
    for (const range of (parts[index] ?? '').split(',').filter((part) => part !== '')) {
      const problem = rangeProblem(range, bounds);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function descriptorProblem(descriptor: string): string | undefined {
  if (DESCRIPTORS.includes(descriptor)) return undefined;
  const every = '@every ';
  if (!descriptor.startsWith(every)) return `unrecognized descriptor: ${descriptor}`;
  const duration = descriptor.slice(every.length);
  if (duration.length < 100 && DURATION.test(duration)) return undefined;
  return `failed to parse duration ${descriptor}: time: invalid duration ${JSON.stringify(duration)}`;
}

function rangeProblem(range: string, bounds: Bounds): string | undefined {
  const stepped = range.split('/');
  const [from = '', to, ...rest] = (stepped[0] ?? '').split('-');
  let [start, end] = [bounds.lowest, bounds.highest];
  if (from !== '*' && from !== '?') {
    const low = numberOf(from, bounds);
    if (typeof low === 'string') return low;
    start = low;
    if (rest.length > 0) return `too many hyphens: ${range}`;
    const high = to === undefined ? low : numberOf(to, bounds);
    if (typeof high === 'string') return high;
    end = high;
  }
  if (stepped.length > 2) return `too many slashes: ${range}`;
  if (stepped.length === 2) {
    const step = integerOf(stepped[1] ?? '');
    if (typeof step === 'string') return step;
    if (to === undefined) end = bounds.highest;
    if (step === 0) return `step of range should be a positive number: ${range}`;
  }
  if (start < bounds.lowest) return `beginning of range (${start}) below minimum (${bounds.lowest}): ${range}`;
  if (end > bounds.highest) return `end of range (${end}) above maximum (${bounds.highest}): ${range}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${range}`;
  return undefined;
}

function numberOf(value: string, { names, first = 0 }: Bounds): number | string {
  const named = names?.indexOf(value.toLowerCase()) ?? -1;
  return named >= 0 ? named + first : integerOf(value);
}

/** The number, or what is wrong with it. */
function integerOf(value: string): number | string {
  if (!/^[+-]?\d{1,18}$/.test(value)) {
    return `failed to parse int from ${value}: strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax`;
  }
  const parsed = Number(value);
  return parsed < 0 ? `negative number (${parsed}) not allowed: ${value}` : parsed;
}
