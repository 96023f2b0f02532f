/** A part of the page that an extension fills. */
export interface OwnedRegion {
  element: Element;
  extension: string;
  version: string;
}

/** The innermost extension that an element belongs to. */
export function ownerOf(element: Element | null): OwnedRegion | undefined {
  const region = element?.closest('[data-ext]');
  return region ? regionOf(region) : undefined;
}

/** In the order of the document. */
export function ownedRegions(document: Document): OwnedRegion[] {
  return [...document.querySelectorAll('[data-ext]')].map(regionOf);
}

/** Scope elements have no box of their own: what they contain has. */
export function boundsOf(element: Element): DOMRect {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

function regionOf(element: Element): OwnedRegion {
  return {
    element,
    extension: element.getAttribute('data-ext') ?? '',
    version: element.getAttribute('data-ext-version') ?? '',
  };
}
