import type { NodeStatus } from '@luban/kube/kinds';
import { fullImageName, parseImageName } from '../images/image-name.ts';
import { imageIdOf, type PullOutcome } from '../images/pull.ts';

/** As many as a kubelet reports. Source: KubeletConfiguration, nodeStatusMaxImages. */
const MOST_REPORTED = 50;

/** The images that a node holds. */
export class NodeImages {
  readonly #images = new Map<string, { names: string[]; sizeBytes: number }>();

  has(image: string): boolean {
    return this.#images.has(keyOf(image));
  }

  keep(image: string, pull: PullOutcome): void {
    if (pull.result !== 'pulled') return;
    const names = [imageIdOf(pull.image, pull.digest), fullImageName(pull.image)];
    this.#images.set(keyOf(image), { names, sizeBytes: pull.bytes });
  }

  /** As a node's status lists them. */
  reported(): NonNullable<NodeStatus['images']> {
    return [...this.#images.values()].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, MOST_REPORTED);
  }
}

function keyOf(image: string): string {
  const name = parseImageName(image);
  return name === undefined ? image : fullImageName(name);
}
