import { useT } from '@luban/sdk';
import { CodeBlock, Status, TextArea } from '@luban/ui';
import { useState } from 'react';
import { type DecodedToken, decodeToken } from './decode-token.ts';

const TONES = { valid: 'ok', expired: 'danger', 'not-yet': 'warning', unlimited: 'warning' } as const;

/** Decodes what is pasted, in this page alone. */
export function Decoder() {
  const t = useT();
  const [text, setText] = useState('');
  const result = text.trim() === '' ? undefined : decodeToken(text, Date.now());

  return (
    <div className="token-decoder">
      <TextArea
        label={t('token')}
        mono
        rows={3}
        spellCheck={false}
        description={t('token.help')}
        value={text}
        onValueChange={setText}
        error={result && !result.ok ? t(`error.${result.reason}`) : undefined}
      />
      {result?.ok && <Claims token={result.token} />}
    </div>
  );
}

function Claims({ token }: { token: DecodedToken }) {
  const t = useT();
  return (
    <>
      <Status tone={TONES[token.validity]}>{t(`validity.${token.validity}`)}</Status>
      <CodeBlock label={t('header')} language="json" code={JSON.stringify(token.header, null, 2)} />
      <CodeBlock label={t('payload')} language="json" code={JSON.stringify(token.payload, null, 2)} />
    </>
  );
}
