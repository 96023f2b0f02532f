import { useLocale, useT } from '@luban/sdk';
import { Status, type Tone } from '@luban/ui';
import type { Rule } from '../center-api.ts';
import { ruleParts } from './rule-words.ts';
import './shared.css';

const RISK_TONES: Readonly<Record<NonNullable<Rule['risk']>, Tone>> = {
  everything: 'danger',
  escalation: 'danger',
  exec: 'warning',
  secrets: 'warning',
  wildcard: 'warning',
};

/** What an extension may do, rule by rule in words; what is worth a second look is marked and comes first. */
export function RuleList({ rules }: { rules: readonly Rule[] }) {
  const sorted = rules.toSorted((a, b) => weight(a) - weight(b));
  return (
    <ul className="center-rules">
      {sorted.map((rule) => (
        <li key={JSON.stringify(rule)} className="center-rule" data-risk={rule.risk}>
          <RuleSentence rule={rule} />
          {rule.risk !== undefined && <Risk risk={rule.risk} />}
        </li>
      ))}
    </ul>
  );
}

function weight({ risk }: Rule): number {
  return risk === undefined ? 2 : RISK_TONES[risk] === 'danger' ? 0 : 1;
}

function Risk({ risk }: { risk: NonNullable<Rule['risk']> }) {
  const t = useT();
  return (
    <Status tone={RISK_TONES[risk]} title={t(`common.risk.${risk}.help`)}>
      {t(`common.risk.${risk}`)}
    </Status>
  );
}

/** `May read, list and watch pods and deployments (apps) in the whole cluster.` Anything is said in another way. */
export function RuleSentence({ rule }: { rule: Rule }) {
  const t = useT();
  const locale = useLocale();
  const { verbs, resources, names } = ruleParts(rule, (key, values) => t(`common.${key}`, values));
  const list = (items: readonly string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
  if (resources.length === 0) {
    return (
      <span>{t('common.rule.addresses', { verbs: list(verbs), addresses: rule.nonResourceURLs.join(', ') })}</span>
    );
  }
  const values = { verbs: list(verbs), resources: list(resources), names: names.join(', ') };
  const where = `${rule.verbs.includes('*') ? 'all.' : ''}${rule.scope === 'cluster' ? 'cluster' : 'namespace'}`;
  return <span>{t(`common.rule.${where}${names.length > 0 ? '.names' : ''}`, values)}</span>;
}
