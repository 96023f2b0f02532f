/** The catalogue of numbered messages, and the sentence of a problem in a person's language. */
import type { Problem } from './composed-index.ts';
import { CATALOGUE } from './messages/catalogue.ts';
import { fill } from './messages/fill.ts';
import type { Bilingual, Message } from './messages/message.ts';

export { CATALOGUE } from './messages/catalogue.ts';
export type { Bilingual, Catalogue, Message } from './messages/message.ts';

export interface Explanation {
  code: string;
  title: string;
  sentence: string;
  cause: string;
  cure: string;
}

/**
 * The texts of a problem in `en` or `zh` (any other locale: `en`). Plain text: parameters are cut at 300 characters and
 * freed of control and direction characters, and it is for the caller to show the result as text, never as markup.
 */
export function explain(problem: Problem, locale: string): Explanation {
  const language = locale.toLowerCase().split('-')[0] === 'zh' ? 'zh' : 'en';
  const message = Object.hasOwn(CATALOGUE, problem.code) ? CATALOGUE[problem.code]! : UNKNOWN;
  const params = { extension: problem.extension, version: problem.version, code: problem.code, ...problem.params };
  const text = (bilingual: Bilingual) => fill(bilingual[language], params);
  return {
    code: problem.code,
    title: text(message.title),
    sentence: text(message.sentence),
    cause: text(message.cause),
    cure: text(message.cure),
  };
}

const UNKNOWN: Message = {
  title: { en: 'Unknown message', zh: '未知消息' },
  sentence: { en: 'Something was reported with the number {code}.', zh: '收到编号为 {code} 的消息。' },
  cause: { en: 'This page was loaded before that number existed.', zh: '此页面加载时该编号尚不存在。' },
  cure: { en: 'Load the page again to read the message.', zh: '重新加载页面后即可查看该消息。' },
};
