import type { Catalogue } from './message.ts';

/** 52xx: signing in, and who somebody is. */
export const IDENTITY_MESSAGES: Catalogue = {
  LB5200: {
    title: { en: 'Token is not valid', zh: '令牌无效' },
    sentence: { en: 'The token of this request is not valid.', zh: '此请求的令牌无效。' },
    cause: {
      en: 'It is misspelt, has expired or was taken back, or its owner was disabled.',
      zh: '令牌有误、已过期或已被撤销，或其所有者已被停用。',
    },
    cure: { en: 'Use another token, or make a new one.', zh: '使用其他令牌，或创建新的令牌。' },
  },
  LB5201: {
    title: { en: 'A new password is needed', zh: '需要设置新密码' },
    sentence: { en: 'You have to choose a password of your own first.', zh: '请先设置您自己的密码。' },
    cause: {
      en: 'The present one was made by the server or by an administrator, so others may know it.',
      zh: '当前密码由服务器或管理员生成，可能已被他人知晓。',
    },
    cure: { en: 'Sign in to the console and choose one.', zh: '登录控制台并设置新密码。' },
  },
  LB5202: {
    title: { en: 'Not with a token', zh: '不能使用令牌' },
    sentence: { en: 'This cannot be done with a token.', zh: '此操作不能使用令牌完成。' },
    cause: {
      en: 'What concerns a person’s own sign-in is for the person alone, so that a token that got out cannot make more.',
      zh: '与登录凭据有关的操作只能由本人完成，以免泄露的令牌产生更多令牌。',
    },
    cure: { en: 'Sign in to the console and do it there.', zh: '登录控制台后操作。' },
  },
  LB5203: {
    title: { en: 'User is disabled', zh: '用户已停用' },
    sentence: { en: 'The user {user} is disabled.', zh: '用户 {user} 已停用。' },
    cause: { en: 'An administrator disabled the user.', zh: '管理员已停用该用户。' },
    cure: { en: 'Ask an administrator to enable the user again.', zh: '请联系管理员重新启用该用户。' },
  },
  LB5204: {
    title: { en: 'Present password is wrong', zh: '当前密码不正确' },
    sentence: { en: 'The present password is not right.', zh: '当前密码不正确。' },
    cause: {
      en: 'It is asked for so that nobody can take over a console that was left open.',
      zh: '为防止他人利用未关闭的控制台，需要验证当前密码。',
    },
    cure: { en: 'Type the password that you signed in with.', zh: '输入您登录时使用的密码。' },
  },
  LB5205: {
    title: { en: 'Password is easy to guess', zh: '密码容易被猜出' },
    sentence: {
      en: 'This password is too easy to guess. It needs at least {least} characters.',
      zh: '此密码太容易被猜出，至少需要 {least} 个字符。',
    },
    cause: {
      en: 'It is short, hardly more than the user name or a repeated character, or the same as before.',
      zh: '密码过短、与用户名过于接近、只是重复的字符，或与原密码相同。',
    },
    cure: { en: 'Choose a longer one, such as four words.', zh: '请设置更长的密码，例如由四个词组成。' },
  },
  LB5206: {
    title: { en: 'There is no password here', zh: '此处没有密码' },
    sentence: { en: 'Your password is not kept here.', zh: '您的密码不保存在此处。' },
    cause: {
      en: 'You sign in with an identity provider, which keeps the password.',
      zh: '您通过身份提供商登录，密码由其保存。',
    },
    cure: { en: 'Change the password at the identity provider.', zh: '请在身份提供商处修改密码。' },
  },
  LB5207: {
    title: { en: 'User was changed meanwhile', zh: '用户已被修改' },
    sentence: { en: 'The user {user} was changed by somebody else meanwhile.', zh: '用户 {user} 同时被其他人修改。' },
    cause: { en: 'Two changes met, and the first one holds.', zh: '两项更改同时进行，先完成的更改生效。' },
    cure: { en: 'Try again.', zh: '请重试。' },
  },
  LB5208: {
    title: { en: 'Too many tokens', zh: '令牌过多' },
    sentence: { en: 'You have {most} tokens, and cannot have more.', zh: '您已有 {most} 个令牌，无法再创建。' },
    cause: { en: 'Tokens that nobody knows any more are a risk.', zh: '无人知晓的令牌会带来风险。' },
    cure: { en: 'Remove those that you do not use.', zh: '请移除不再使用的令牌。' },
  },
  LB5209: {
    title: { en: 'No such token', zh: '令牌不存在' },
    sentence: { en: 'You have no such token.', zh: '您没有此令牌。' },
    cause: { en: 'It was removed, or it is somebody else’s.', zh: '它已被移除，或属于其他人。' },
    cure: { en: 'Look at the list of your tokens.', zh: '请查看您的令牌列表。' },
  },
};
