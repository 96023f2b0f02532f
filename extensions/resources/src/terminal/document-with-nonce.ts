/**
 * The document as a terminal sees it: the style elements that it makes carry the page's nonce, without which a strict
 * content policy takes no notice of them.
 */
export function documentWithNonce(document: Document): Document {
  const nonce = document.querySelector<HTMLElement>('[nonce]')?.nonce;
  if (!nonce) return document;
  const createElement = (name: string, options?: ElementCreationOptions) => {
    const element = document.createElement(name, options);
    if (name.toLowerCase() === 'style') element.nonce = nonce;
    return element;
  };
  return new Proxy(document, {
    get(target, property) {
      if (property === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
