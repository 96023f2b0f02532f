import type { Catalogue } from './message.ts';

export const BUILD_MESSAGES: Catalogue = {};
