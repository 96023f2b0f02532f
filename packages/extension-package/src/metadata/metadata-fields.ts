import {
  annotationKey,
  extensionName,
  labelValue,
  language,
  semanticVersion,
  versionRange,
  webAddress,
} from './checks.ts';
import { list, mapOf, oneOf, optional, type Read, record, required, text, truth, wrongType } from './field.ts';

const SHORT = 200;
const LONG = 4_000;
const ADDRESS = 2_000;
/** An icon may be written into the file. */
const DATA_URI = 1_000_000;

const texts = (longest: number): Read<Record<string, string>> => {
  const read = mapOf(text(longest), language, 200);
  return (value, place) => {
    const taken = read(value, place);
    if (taken === undefined) return undefined;
    if (Object.keys(taken).length === 0) return place.error('LB7116');
    if (!Object.hasOwn(taken, 'en')) place.warn('LB7131');
    return taken;
  };
};

const provider = record({
  name: required(text(SHORT)),
  url: optional(text(ADDRESS)),
  email: optional(text(SHORT)),
});

const providers: Read<Record<string, { name: string; url?: string; email?: string }>> = (value, place) => {
  const taken = mapOf(provider, language, 200)(value, place);
  if (taken !== undefined && Object.keys(taken).length === 0) return place.error('LB7116');
  return taken;
};

const dependency = record({
  name: required(text(SHORT)),
  version: optional(text(SHORT)),
  repository: optional(text(ADDRESS)),
  condition: optional(text(LONG)),
  tags: optional(list(text(SHORT), 50)),
  alias: optional(text(SHORT)),
  enabled: optional(truth),
  'import-values': optional(list((value, place) => value ?? wrongType(place, 'string | map', value), 500)),
});

const externalDependency = record({
  name: required(text(63, extensionName)),
  type: optional(text(63)),
  version: required(text(SHORT, versionRange)),
  required: optional(truth),
});

/** All fields of `extension.yaml`. Source: KubeSphere 4, extension packages. */
export const METADATA_FIELDS = {
  apiVersion: required(text(SHORT)),
  name: required(text(LONG, extensionName)),
  version: required(text(LONG, semanticVersion)),
  displayName: required(texts(SHORT)),
  description: required(texts(LONG)),
  category: required(text(LONG, labelValue)),
  provider: required(providers),
  icon: required(text(DATA_URI)),
  keywords: optional(list(text(SHORT), 100)),
  home: optional(text(ADDRESS, webAddress)),
  docs: optional(text(ADDRESS, webAddress)),
  sources: optional(list(text(ADDRESS), 100)),
  kubeVersion: optional(text(SHORT, versionRange)),
  ksVersion: optional(text(SHORT, versionRange)),
  maintainers: optional(list(provider, 100)),
  staticFileDirectory: optional(text(SHORT)),
  screenshots: optional(list(text(ADDRESS), 50)),
  dependencies: optional(list(dependency, 200)),
  installationMode: optional(oneOf('HostOnly', 'Multicluster')),
  namespace: optional(text(63, extensionName)),
  images: optional(list(text(ADDRESS), 1_000)),
  externalDependencies: optional(list(externalDependency, 100)),
  annotations: optional(mapOf(text(LONG), annotationKey, 200)),
};

export const readFields = record(METADATA_FIELDS);
