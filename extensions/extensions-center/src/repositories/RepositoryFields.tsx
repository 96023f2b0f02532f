import { useT } from '@luban/sdk';
import { Callout, Checkbox, Select, TextField } from '@luban/ui';
import type { Repository } from '../center-api.ts';
import { PemField } from './PemField.tsx';
import type { DraftProblems, RepositoryDraft } from './repository-draft.ts';

interface Props {
  readonly draft: RepositoryDraft;
  readonly before: Repository | undefined;
  readonly problems: DraftProblems;
  readonly onChange: (part: Partial<RepositoryDraft>) => void;
  readonly onTouch: (field: keyof RepositoryDraft) => void;
}

/** How often a repository may be read. */
export const INTERVALS = ['5m', '15m', '30m', '1h', '6h', '24h'];

/** What a repository is reached by and how often, with what is seldom needed folded away. */
export function RepositoryFields({ draft, before, problems, onChange, onTouch }: Props) {
  const t = useT();
  const error = (field: keyof RepositoryDraft) => problems[field] && t(`repositories.wrong.${problems[field]}`);
  const text = (field: 'url' | 'name' | 'description' | 'username' | 'password' | 'depth' | 'references') => ({
    label: t(`repositories.field.${field}`),
    value: draft[field],
    onValueChange: (value: string) => onChange({ [field]: value }),
    onBlur: () => onTouch(field),
    error: error(field),
  });
  const intervals = INTERVALS.includes(draft.interval) ? INTERVALS : [draft.interval, ...INTERVALS];
  const special = draft.insecure || draft.requireSignature || before?.hasCaBundle === true || draft.caBundle !== '';
  return (
    <>
      <TextField
        {...text('url')}
        type="url"
        description={t('repositories.field.url.help')}
        placeholder="https://charts.example.com/stable"
        autoFocus
        required
        mono
      />
      {before === undefined && (
        <TextField {...text('name')} description={t('repositories.field.name.help')} required mono />
      )}
      <TextField {...text('description')} />
      <div className="repo-pair">
        <TextField {...text('username')} />
        <TextField
          {...text('password')}
          type="password"
          autoComplete="new-password"
          {...(before?.hasPassword && {
            placeholder: t('repositories.password.kept'),
            description: t('repositories.password.kept.help'),
          })}
        />
      </div>
      <div className="repo-pair">
        <Select
          label={t('repositories.field.interval')}
          value={draft.interval}
          onValueChange={(interval) => onChange({ interval })}
          items={intervals.map((value) => ({
            value,
            label: INTERVALS.includes(value) ? t(`repositories.interval.${value}`) : value,
          }))}
        />
        <TextField {...text('depth')} inputMode="numeric" description={t('repositories.field.depth.help')} />
      </div>
      {draft.url.startsWith('oci:') && (
        <TextField
          {...text('references')}
          description={t(before === undefined ? 'repositories.references.help' : 'repositories.references.kept')}
          mono
        />
      )}
      <details className="repo-more" open={special}>
        <summary>{t('repositories.more')}</summary>
        <div className="repo-form">
          <PemField
            label={t('repositories.field.caBundle')}
            description={t(before?.hasCaBundle ? 'repositories.ca.kept' : 'repositories.ca.help')}
            value={draft.caBundle}
            error={error('caBundle')}
            disabled={draft.dropCaBundle}
            onChange={(caBundle) => onChange({ caBundle })}
            onTouch={() => onTouch('caBundle')}
          />
          {before?.hasCaBundle && (
            <Checkbox
              label={t('repositories.ca.drop')}
              checked={draft.dropCaBundle}
              onCheckedChange={(dropCaBundle) => onChange({ dropCaBundle })}
            />
          )}
          <Checkbox
            label={t('repositories.insecure')}
            description={t('repositories.insecure.help')}
            checked={draft.insecure}
            onCheckedChange={(insecure) => onChange({ insecure })}
          />
          {draft.insecure && (
            <Callout tone="warning" role="status" title={t('repositories.insecure.warning')}>
              {t('repositories.insecure.warning.help')}
            </Callout>
          )}
          <Checkbox
            label={t('repositories.signature.require')}
            description={t('repositories.signature.help')}
            checked={draft.requireSignature}
            onCheckedChange={(requireSignature) => onChange({ requireSignature })}
          />
          {draft.requireSignature && (
            <PemField
              label={t('repositories.field.keys')}
              description={t('repositories.keys.help')}
              value={draft.keys}
              error={error('keys')}
              onChange={(keys) => onChange({ keys })}
              onTouch={() => onTouch('keys')}
            />
          )}
        </div>
      </details>
    </>
  );
}
