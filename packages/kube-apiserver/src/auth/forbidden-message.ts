import { forbidden, type StatusError } from '@luban/kube';
import type { Attributes } from './user.ts';

/** `User "u" cannot list resource "pods" in API group "" in the namespace "n"`. Source: k8s.io/apiserver responsewriters. */
export function forbiddenMessage(attributes: Attributes): string {
  const user = JSON.stringify(attributes.user.username);
  if ('path' in attributes) {
    return escapeMarkup(`User ${user} cannot ${attributes.verb} path ${JSON.stringify(attributes.path)}`);
  }
  const { verb, group, namespace, resource, subresource } = attributes;
  const what = JSON.stringify(subresource ? `${resource}/${subresource}` : resource);
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  return escapeMarkup(`User ${user} cannot ${verb} resource ${what} in API group ${JSON.stringify(group)} ${where}`);
}

/** The 403 of a request that nothing allows. The reason is that of the decision, such as a role that does not exist. */
export function forbiddenRequest(attributes: Attributes, reason: string): StatusError {
  const sentence = forbiddenMessage(attributes) + (reason && `: ${reason}`);
  return 'path' in attributes
    ? forbidden({ group: '', resource: '' }, '', sentence)
    : forbidden({ group: attributes.group, resource: attributes.resource }, attributes.name, sentence);
}

/** A browser that shows the message as a page must not find markup of the asker's making in it. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
