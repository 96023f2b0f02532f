import type { Holdings } from '../holdings.ts';

/** What every patch needs: the page it works on, and where it notes what is held. */
export interface Surroundings {
  window: Window & typeof globalThis;
  document: Document;
  holdings: Holdings;
}

/** Undoes a patch. */
export type Undo = () => void;
