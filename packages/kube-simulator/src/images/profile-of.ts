import { parseImageName, shortImageName } from './image-name.ts';
import type { ImageProfile } from './profile.ts';
import { GENERIC, JAVA, NODE_JS, PROMETHEUS, PYTHON } from './profiles/applications.ts';
import { BASE_PROFILES, PAUSE } from './profiles/base.ts';
import { MONGO, MYSQL, POSTGRES, REDIS } from './profiles/databases.ts';
import { APACHE, NGINX } from './profiles/web-servers.ts';

/** All kinds of images that the simulator knows by name. */
export const PROFILES: readonly ImageProfile[] = [
  NGINX,
  APACHE,
  REDIS,
  POSTGRES,
  MYSQL,
  MONGO,
  JAVA,
  NODE_JS,
  PYTHON,
  PROMETHEUS,
  PAUSE,
  ...BASE_PROFILES,
];

const byRepository = new Map(
  PROFILES.flatMap((profile) => profile.repositories.map((name) => [name, profile] as const)),
);

/** The kind of an image, by the last part of its repository. Unknown ones are ordinary applications. */
export function profileOf(image: string): ImageProfile {
  const name = parseImageName(image);
  return (name && byRepository.get(shortImageName(name))) ?? GENERIC;
}
