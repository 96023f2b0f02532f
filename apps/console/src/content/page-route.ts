import type { IndexRoute } from '@luban/manifest';
import { createContext } from 'react';

/** The route whose page is shown: its title heads what stands in the page's place when the page itself cannot. */
export const PageRouteContext = createContext<IndexRoute | undefined>(undefined);
