import { useT } from '@luban/sdk';
import { Callout, type CalloutProps, Status } from '@luban/ui';
import type { ObjectRef, Preview } from '../center-api.ts';
import { DiffView } from '../config/DiffView.tsx';
import { ProblemList } from '../shared/Refusal.tsx';
import { RuleList } from '../shared/RuleList.tsx';
import './wizard.css';

interface Props {
  readonly preview: Preview;
  readonly title: string;
  /** Beside what is in the way. */
  readonly actions?: CalloutProps['actions'];
}

/** What a change would do: what is in its way, what it asks for, and what becomes of which objects. */
export function PreviewResult({ preview, title, actions }: Props) {
  const t = useT();
  const { blocking, warnings, conflicts, permissions, objects, diff, diffCut } = preview;
  const { added, changed, removed, unchanged } = objects;
  const none = added.length + changed.length + removed.length === 0;
  return (
    <div className="preview">
      {blocking.length > 0 ? (
        <Callout tone="danger" role="alert" title={t('wizard.blocking')} actions={actions}>
          <ProblemList problems={blocking} />
        </Callout>
      ) : (
        <Status tone="ok">{t('wizard.clear')}</Status>
      )}
      {warnings.length > 0 && (
        <Callout tone="warning" title={t('wizard.warnings')}>
          <ProblemList problems={warnings} />
        </Callout>
      )}
      {conflicts.length > 0 && (
        <Callout tone="warning" title={t('wizard.conflicts')}>
          <ProblemList problems={conflicts} />
        </Callout>
      )}
      {permissions.added.length > 0 && (
        <section className="wizard-section">
          <h3>{t('wizard.preview.rights')}</h3>
          <RuleList rules={permissions.added} />
        </section>
      )}
      <section className="wizard-section">
        <h3>{t('wizard.preview.objects')}</h3>
        {none ? (
          <p className="center-muted">{t('wizard.preview.none')}</p>
        ) : (
          <div className="preview-objects">
            <Objects kind="added" objects={added} />
            <Objects kind="changed" objects={changed} />
            <Objects kind="removed" objects={removed} />
          </div>
        )}
        {unchanged > 0 && (
          <p className="center-muted">
            {t(unchanged === 1 ? 'wizard.preview.unchanged.one' : 'wizard.preview.unchanged', { count: unchanged })}
          </p>
        )}
      </section>
      {diff !== '' && (
        <details className="preview-diff">
          <summary>{t('wizard.preview.diff')}</summary>
          <DiffView diff={diff} label={t('wizard.preview.diff.label', { title })} />
          {diffCut && <p className="center-muted">{t('wizard.preview.cut')}</p>}
        </details>
      )}
    </div>
  );
}

const TONES = { added: 'ok', changed: 'info', removed: 'warning' } as const;
const MOST = 100;

function Objects({ kind, objects }: { kind: keyof typeof TONES; objects: readonly ObjectRef[] }) {
  const t = useT();
  if (objects.length === 0) return null;
  return (
    <section>
      <h4>
        <Status tone={TONES[kind]}>{t(`wizard.preview.${kind}`, { count: objects.length })}</Status>
      </h4>
      <ul>
        {objects.slice(0, MOST).map((object) => (
          <li key={keyOf(object)}>
            {object.kind}{' '}
            <code>{object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`}</code>
            {object.cluster !== undefined && <span className="center-muted"> · {object.cluster}</span>}
          </li>
        ))}
      </ul>
      {objects.length > MOST && (
        <p className="center-muted">{t('wizard.preview.more', { count: objects.length - MOST })}</p>
      )}
    </section>
  );
}

const keyOf = ({ cluster = '', apiVersion, kind, namespace = '', name }: ObjectRef) =>
  [cluster, apiVersion, kind, namespace, name].join('\n');
