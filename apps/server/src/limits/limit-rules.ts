import type { Rate } from './token-bucket.ts';
import { VERB_CLASSES, type VerbClass } from './verb-class.ts';

/** Whom rates are for: people, programs, and those who have not said who they are. */
export const CALLERS = ['users', 'serviceAccounts', 'strangers'] as const;
export type Caller = (typeof CALLERS)[number];

/** Null: no limit. */
export type Rates = Readonly<Record<VerbClass, Rate | null>>;

/** Other rates for somebody in particular. The first one that fits holds. */
export interface Override {
  /** Name of a user or of a service account, as audits show it. */
  readonly name?: string;
  readonly group?: string;
  readonly rates: Partial<Rates>;
}

export interface LimitRules {
  readonly rates: Readonly<Record<Caller, Rates>>;
  readonly overrides: readonly Override[];
  /** Never limited: names, and groups. */
  readonly exempt: { readonly names: ReadonlySet<string>; readonly groups: ReadonlySet<string> };
  readonly streams: {
    /** Open at once: WebSockets, watches, followed logs. */
    readonly perIdentity: number;
    readonly perAddress: number;
  };
  readonly connections: {
    /** Open at once from one address, or one network of IPv6. */
    readonly perAddress: number;
    readonly total: number;
  };
}

const rate = (perSecond: number, burst: number): Rate => ({ perSecond, burst });

/** The clusters behind have limits of their own, which know more of what a request costs. */
const KNOWN: Rates = {
  read: rate(10_000, 20_000),
  write: rate(2_000, 4_000),
  watch: rate(200, 2_000),
  login: rate(5, 100),
  token: rate(1, 60),
};

/**
 * What holds without a ConfigMap: far above what open consoles, kubectl and controllers ask, so that nothing but a loop
 * which went wild meets it.
 */
export const DEFAULT_RULES: LimitRules = {
  rates: {
    users: { ...KNOWN },
    serviceAccounts: { ...KNOWN },
    strangers: {
      ...KNOWN,
      read: rate(100, 1_000),
      write: rate(20, 200),
      watch: rate(10, 100),
    },
  },
  overrides: [],
  exempt: { names: new Set(), groups: new Set() },
  streams: { perIdentity: 2_000, perAddress: 200 },
  connections: { perAddress: 5_000, total: 20_000 },
};

export interface Asker {
  readonly caller: Caller;
  /** Absent for strangers. */
  readonly name?: string;
  readonly groups: readonly string[];
}

/** @returns null when nothing limits it */
export function rateFor(rules: LimitRules, asker: Asker, verbs: VerbClass): Rate | null {
  if (asker.name !== undefined) {
    const { names, groups } = rules.exempt;
    if (names.has(asker.name) || asker.groups.some((group) => groups.has(group))) return null;
    const own = rules.overrides.find(
      ({ name, group, rates }) =>
        rates[verbs] !== undefined &&
        ((name !== undefined && name === asker.name) || (group !== undefined && asker.groups.includes(group))),
    );
    if (own !== undefined) return own.rates[verbs]!;
  }
  return rules.rates[asker.caller][verbs];
}

/** As a table, for people. */
export function listRates(rules: LimitRules): { who: string; verbs: VerbClass; rate: Rate | null }[] {
  const own = rules.overrides.map(({ name, group, rates }) => ({ who: name ?? `group ${group}`, rates }));
  const all = CALLERS.map((caller) => ({ who: caller, rates: rules.rates[caller] as Partial<Rates> }));
  return [...all, ...own].flatMap(({ who, rates }) =>
    VERB_CLASSES.flatMap((verbs) => (rates[verbs] === undefined ? [] : [{ who, verbs, rate: rates[verbs] }])),
  );
}
