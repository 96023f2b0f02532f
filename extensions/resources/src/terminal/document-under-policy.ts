/**
 * The document as a terminal sees it. The page's content policy takes no notice of style elements without its nonce, nor
 * of style attributes that are set as text; what is made here gets the one, and sets the other property by property.
 */
export function documentUnderPolicy(document: Document): Document {
  const createElement = creator(document);
  return new Proxy(document, {
    get(target, property) {
      if (property === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** While the call runs the page's own document does the same: one part of the terminal takes no other. */
export function underPolicy(document: Document, call: () => void): void {
  document.createElement = creator(document) as Document['createElement'];
  try {
    call();
  } finally {
    // What is behind it is the browser's own.
    Reflect.deleteProperty(document, 'createElement');
  }
}

function creator(document: Document): (name: string, options?: ElementCreationOptions) => HTMLElement {
  const create = Document.prototype.createElement.bind(document);
  const nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce;
  return (name, options) => {
    const element = create(name, options);
    if (name === 'style' && nonce) element.nonce = nonce;
    if (name === 'span') element.setAttribute = setAttribute;
    return element;
  };
}

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}
