import { useState } from 'react';
import './shared.css';

interface Props {
  /** URL of this server. */
  readonly src?: string | undefined;
  /** Whose letters stand for an icon that is not there. */
  readonly name: string;
  /** Pixels of its edge. Default: 36. */
  readonly size?: number;
}

/** The picture of an extension, or its first letters. It says nothing that the name beside it does not. */
export function ExtensionIcon({ src, name, size = 36 }: Props) {
  const [broken, setBroken] = useState<string>();
  const style = { inlineSize: size, blockSize: size, fontSize: Math.max(10, Math.round(size * 0.38)) };
  if (src === undefined || src === broken) {
    return (
      <span className="center-icon" data-letters style={style} aria-hidden="true">
        {initials(name)}
      </span>
    );
  }
  return (
    <img
      className="center-icon"
      src={src}
      alt=""
      width={size}
      height={size}
      style={style}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setBroken(src)}
    />
  );
}

/** `CM` for `cert-manager` and `Cert Manager`, `集` for `集群`. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const second = /^\p{Script=Han}/u.test(first) ? '' : ([...(words[1] ?? '')][0] ?? '');
  return (first + second).toLocaleUpperCase('en');
}
