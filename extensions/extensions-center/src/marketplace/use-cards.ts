import { useMemo } from 'react';
import type { Card } from '../center-api.ts';
import { useCatalogue, useInstallations } from '../queries.ts';

/**
 * The catalogue, with installations as they are now. They change many times while something is installed, and are small;
 * the catalogue is large and changes when a repository does.
 */
export function useCards() {
  const catalogue = useCatalogue();
  const installations = useInstallations().data?.installations;
  const extensions = catalogue.data?.extensions;
  const cards = useMemo(() => {
    if (extensions === undefined || installations === undefined) return extensions ?? NONE;
    const current = new Map(installations.map((installation) => [installation.name, installation]));
    return extensions.map((card): Card => {
      const installation = current.get(card.name);
      if (installation === card.installation) return card;
      const { installation: _, ...rest } = card;
      return installation === undefined ? rest : { ...rest, installation };
    });
  }, [extensions, installations]);
  return { catalogue, cards };
}

const NONE: readonly Card[] = [];
