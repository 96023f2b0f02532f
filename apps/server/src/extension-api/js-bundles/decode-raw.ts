/**
 * The script of `spec.raw`. KubeSphere's server decodes it twice, so that bundles made for it are encoded twice: what is
 * found to be Base64 of a text once more is decoded once more. No script of any use is made of the letters of Base64 alone
 * and of a length that divides by four, and stands for a text.
 */
export function decodeRaw(base64: string): Buffer {
  const once = Buffer.from(base64, 'base64');
  const text = once.toString('latin1').replace(/\s+/g, '');
  if (text.length < 8 || text.length % 4 !== 0 || !/^[A-Za-z\d+/]+={0,2}$/.test(text)) return once;
  const twice = Buffer.from(text, 'base64');
  return isText(twice) ? twice : once;
}

function isText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}
