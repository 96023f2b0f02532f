import { useT } from '@luban/sdk';
import { Button, CopyButton } from '@luban/ui';
import { useMemo, useState } from 'react';
import { stringify } from 'yaml';
import { at, recordAt } from '../json.ts';
import { apiVersionOf, resourceKey } from '../kinds/kind.ts';
import type { DetailTabProps } from './use-detail-tabs.tsx';

/** The object as it is stored, without who wrote which field; a Secret's values are masked until somebody asks. */
export default function YamlTab({ kind, object }: DetailTabProps) {
  const t = useT();
  const [revealed, setRevealed] = useState(false);
  const isSecret = resourceKey(kind) === 'secrets';
  const text = useMemo(() => {
    const shown = orderedObject(object, { apiVersion: apiVersionOf(kind), kind: kind.kind });
    return stringify(isSecret && !revealed ? masked(shown) : shown, { lineWidth: 0, aliasDuplicateObjects: false });
  }, [object, kind, isSecret, revealed]);
  return (
    <figure className="res-yaml" aria-label={t('tab.yaml')}>
      <figcaption>
        <span className="res-aside">{t('yaml.help')}</span>
        {isSecret && (
          <Button size="sm" icon={revealed ? 'eye-off' : 'eye'} onClick={() => setRevealed(!revealed)}>
            {t(revealed ? 'data.hide' : 'data.reveal')}
          </Button>
        )}
        <CopyButton text={text} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it. */}
      <pre tabIndex={0}>
        {text.split('\n').map((line, index) => (
          <YamlLine key={index} line={line} />
        ))}
      </pre>
    </figure>
  );
}

/** The key of a line stands out; values stay as they are. */
function YamlLine({ line }: { line: string }) {
  const match = /^(\s*(?:- )*)([^\s:#"'][^:]*|"[^"]*")(:)(?= |$)(.*)$/.exec(line);
  if (match === null) return <span className="res-yaml-line">{`${line}\n`}</span>;
  const [, indent, key, colon, rest] = match;
  return (
    <span className="res-yaml-line">
      {indent}
      <span className="res-yaml-key">{key}</span>
      {colon}
      {`${rest}\n`}
    </span>
  );
}

/** Identity first, as people write it; without managedFields. */
function orderedObject(object: unknown, identity: { apiVersion: string; kind: string }): Record<string, unknown> {
  const { metadata, ...rest } = recordAt(object);
  const { managedFields: _, ...kept } = recordAt({ metadata }, 'metadata');
  return { ...identity, metadata: kept, ...withoutIdentity(rest) };
}

function withoutIdentity({ apiVersion: _a, kind: _k, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

const MASK = '••••••••';

export function masked(secret: Record<string, unknown>): Record<string, unknown> {
  const hide = (field: string) =>
    at(secret, field) === undefined
      ? {}
      : { [field]: Object.fromEntries(Object.keys(recordAt(secret, field)).map((key) => [key, MASK])) };
  const annotations = recordAt(secret, 'metadata', 'annotations');
  // What kubectl applied last holds the values too.
  const last = 'kubectl.kubernetes.io/last-applied-configuration';
  const metadata = last in annotations && {
    metadata: { ...recordAt(secret, 'metadata'), annotations: { ...annotations, [last]: MASK } },
  };
  return { ...secret, ...metadata, ...hide('data'), ...hide('stringData') };
}
