import { useT } from '@luban/sdk';
import { Button, CodeBlock, EmptyState } from '@luban/ui';
import { useState } from 'react';
import { textsAt } from '../json.ts';

/** The entries of a ConfigMap, or of a Secret, whose values stay hidden until somebody asks for one. */
export function ConfigData({ object, secret }: { object: unknown; secret: boolean }) {
  const t = useT();
  const [revealed, setRevealed] = useState<readonly string[]>([]);
  const entries = Object.entries({ ...textsAt(object, 'data'), ...textsAt(object, 'binaryData') });
  if (entries.length === 0) return <EmptyState kind="nothing" title={t('data.none')} />;
  return (
    <section aria-labelledby="res-data">
      <h2 id="res-data">{t('data.title')}</h2>
      {entries.map(([key, value]) => {
        const text = secret ? decoded(value) : value;
        const hidden = secret && !revealed.includes(key);
        if (!hidden && text !== undefined) return <CodeBlock key={key} label={key} code={text} wrap />;
        return (
          <div key={key} className="res-masked">
            <code>{key}</code>
            <span className="res-aside">{t('data.bytes', { count: byteLength(value, secret) })}</span>
            {text === undefined ? (
              <span className="res-aside">{t('data.binary')}</span>
            ) : (
              <Button size="sm" icon="eye" onClick={() => setRevealed([...revealed, key])}>
                {t('data.reveal')}
              </Button>
            )}
          </div>
        );
      })}
    </section>
  );
}

/** Undefined for bytes that are no text. */
function decoded(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function byteLength(value: string, encoded: boolean): number {
  return encoded ? Math.floor((value.replace(/=+$/, '').length * 3) / 4) : new TextEncoder().encode(value).length;
}
