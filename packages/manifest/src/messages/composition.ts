import type { Catalogue } from './message.ts';

export const COMPOSITION_MESSAGES: Catalogue = {};
