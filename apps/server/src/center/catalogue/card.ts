import type { Card, InstallationSummary } from '@luban/manifest/center-api';
import { CATALOGUE_MARKS } from '../../catalogue/catalogue-marks.ts';
import { type ExtensionObject, type ExtensionVersionObject, KUBESPHERE_LABELS } from '../../catalogue/objects.ts';
import type { PlatformVersions } from '../../catalogue/platform.ts';
import { recordOf, textOf, textsOf } from '../../extension-api/json.ts';
import { linkOf, localizedTexts } from '../texts.ts';
import { fitnessOf } from './fitness.ts';

export interface CardParts {
  /** Absent: nothing but versions are there, or an installation of one that is in no repository any more. */
  extension?: ExtensionObject;
  /** The newest first; at least one. */
  versions: readonly ExtensionVersionObject[];
  icon?: string;
  /** Pages of it are in force. */
  hasInterface?: boolean;
  installation?: InstallationSummary;
  platform: PlatformVersions;
}

export function cardOf(name: string, parts: CardParts): Card {
  const { extension, versions, icon, installation, hasInterface, platform } = parts;
  const newest = versions[0]!;
  const information = extension?.spec ?? newest.spec;
  const labels = recordOf(extension?.metadata.labels);
  const repository = textOf(labels[KUBESPHERE_LABELS.repository]) ?? textOf(newest.spec?.repository);
  const category = textOf(labels[KUBESPHERE_LABELS.category]) ?? textOf(newest.spec?.category);
  const { recommended, unfit } = fitnessOf(versions, platform);
  const alsoIn = textOf(recordOf(extension?.metadata.annotations)[CATALOGUE_MARKS.alsoIn]);
  const brings = hasInterface || newest.metadata.annotations?.[CATALOGUE_MARKS.hasInterface] !== undefined;
  const created = textOf(newest.spec?.created) ?? newest.metadata.creationTimestamp;
  return {
    name,
    displayName: orName(localizedTexts(information?.displayName), name),
    description: localizedTexts(information?.description),
    provider: providersOf(information?.provider),
    ...(icon !== undefined && { icon }),
    ...(category !== undefined && { category }),
    keywords: textsOf(newest.spec?.keywords).slice(0, 50),
    ...(repository !== undefined && { repository }),
    alsoIn: alsoIn === undefined ? [] : alsoIn.split(',', 50),
    latestVersion: newest.spec!.version!,
    ...(recommended !== undefined && { recommendedVersion: recommended }),
    ...(unfit !== undefined && { unfit }),
    ...(created !== undefined && { created }),
    ...(brings && { hasInterface: true }),
    ...(installation !== undefined && { installation }),
  };
}

export function orName(texts: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  return Object.keys(texts).length === 0 ? { en: name } : texts;
}

function providersOf(value: unknown): Card['provider'] {
  const entries = Object.entries(recordOf(value)).flatMap(([language, provider]) => {
    const { name, url, email } = recordOf(provider);
    const shown = {
      ...(textOf(name) && { name: textOf(name) }),
      ...(linkOf(url) && { url: linkOf(url) }),
      ...(textOf(email) && { email: textOf(email) }),
    };
    return Object.hasOwn(localizedTexts({ [language]: '-' }), language) ? [[language, shown] as const] : [];
  });
  return Object.fromEntries(entries);
}
