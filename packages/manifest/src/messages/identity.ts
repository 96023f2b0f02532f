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
  LB5210: {
    title: { en: 'Identity provider does not answer', zh: '身份提供商无响应' },
    sentence: { en: '{provider} does not answer as it should.', zh: '{provider} 未正常响应。' },
    cause: {
      en: 'It is down, LuBan cannot reach it, or its address in the configuration is wrong.',
      zh: '它已停止服务、LuBan 无法访问它，或配置中的地址有误。',
    },
    cure: { en: 'Try again later, or ask an administrator.', zh: '请稍后重试，或联系管理员。' },
  },
  LB5211: {
    title: { en: 'Sign-in did not begin here', zh: '登录并非由此开始' },
    sentence: {
      en: 'This sign-in with {provider} did not begin in this browser, or took longer than ten minutes.',
      zh: '此次通过 {provider} 的登录并非从此浏览器开始，或已超过十分钟。',
    },
    cause: {
      en: 'A link of somebody else’s led here, cookies are switched off, or the page was loaded twice.',
      zh: '您可能打开了他人的链接、浏览器禁用了 Cookie，或页面被重复加载。',
    },
    cure: { en: 'Sign in again.', zh: '请重新登录。' },
  },
  LB5212: {
    title: { en: 'Answer belongs to another sign-in', zh: '响应属于另一次登录' },
    sentence: {
      en: 'What {provider} sent belongs to another sign-in than this one.',
      zh: '{provider} 返回的内容属于另一次登录。',
    },
    cause: {
      en: 'The nonce of the ID token is not the one that was asked with, as when an old answer is used again.',
      zh: 'ID 令牌中的 nonce 与请求不符，例如旧的响应被重复使用。',
    },
    cure: { en: 'Sign in again.', zh: '请重新登录。' },
  },
  LB5213: {
    title: { en: 'ID token has expired', zh: 'ID 令牌已过期' },
    sentence: {
      en: 'The ID token of {provider} has expired, or is not valid yet.',
      zh: '{provider} 的 ID 令牌已过期或尚未生效。',
    },
    cause: {
      en: 'The clocks of the provider and of LuBan differ by more than eleven minutes, or its tokens live too short.',
      zh: '提供商与 LuBan 的时钟相差超过十一分钟，或令牌有效期过短。',
    },
    cure: { en: 'Have an administrator set both clocks by network time.', zh: '请管理员通过网络校准双方的时钟。' },
  },
  LB5214: {
    title: { en: 'ID token is not valid', zh: 'ID 令牌无效' },
    sentence: { en: 'The ID token of {provider} is not valid.', zh: '{provider} 的 ID 令牌无效。' },
    cause: {
      en: 'Its signature does not fit the keys of the provider, or it was made for another client or by another issuer.',
      zh: '签名与提供商的密钥不符，或令牌由其他签发者签发、属于其他客户端。',
    },
    cure: {
      en: 'Have an administrator check the issuer and the client in the configuration.',
      zh: '请管理员检查配置中的签发者与客户端。',
    },
  },
  LB5215: {
    title: { en: 'Identity provider refused', zh: '身份提供商拒绝登录' },
    sentence: { en: '{provider} refused the sign-in.', zh: '{provider} 拒绝了此次登录。' },
    cause: {
      en: 'The sign-in was broken off there, the person may not come in, or the client’s secret is wrong.',
      zh: '登录在提供商处被中止、该人员无权登录，或客户端密钥有误。',
    },
    cure: {
      en: 'Try again; if it stays, ask an administrator, who finds the reason in the log.',
      zh: '请重试；若仍失败，请联系管理员在日志中查找原因。',
    },
  },
  LB5216: {
    title: { en: 'No such identity provider', zh: '身份提供商不存在' },
    sentence: { en: 'There is no identity provider of this name.', zh: '不存在此名称的身份提供商。' },
    cause: { en: 'It was removed, or the address is misspelt.', zh: '它已被移除，或地址有误。' },
    cure: { en: 'Choose one of those on the sign-in page.', zh: '请在登录页中选择。' },
  },
  LB5217: {
    title: { en: 'No user for this person', zh: '没有对应的用户' },
    sentence: { en: 'There is no user here for {person}.', zh: '此处没有与 {person} 对应的用户。' },
    cause: {
      en: 'Only people who are users already may sign in with this provider, by a verified address or by name.',
      zh: '仅允许已有用户通过此提供商登录，需匹配已验证的邮箱或用户名。',
    },
    cure: { en: 'Ask an administrator to make a user for you.', zh: '请联系管理员为您创建用户。' },
  },
  LB5218: {
    title: { en: 'Name cannot be had', zh: '用户名不可用' },
    sentence: { en: 'The name {name} cannot be had.', zh: '无法使用用户名 {name}。' },
    cause: {
      en: 'Somebody else has it, or it is not of small letters, digits and dashes, 63 at most.',
      zh: '该名称已被占用，或不符合要求：仅限小写字母、数字和连字符，最多 63 个字符。',
    },
    cure: { en: 'Choose another name, or ask an administrator.', zh: '请使用其他名称，或联系管理员。' },
  },
  LB5220: {
    title: { en: 'Identity provider cannot be used', zh: '身份提供商配置不可用' },
    sentence: {
      en: 'The identity provider of {secret} cannot be used: {reason}.',
      zh: '无法使用 {secret} 中的身份提供商：{reason}。',
    },
    cause: { en: 'Its Secret has another form than LuBan takes.', zh: '其 Secret 的格式不符合 LuBan 的要求。' },
    cure: { en: 'Correct the Secret; the change is taken up at once.', zh: '修正该 Secret，更改会立即生效。' },
  },
  LB5221: {
    title: { en: 'Choosing a name took too long', zh: '选择用户名超时' },
    sentence: { en: 'Your sign-in with the identity provider has ended.', zh: '您通过身份提供商的登录已结束。' },
    cause: {
      en: 'A name has to be chosen within ten minutes, in the same browser.',
      zh: '需要在十分钟内、在同一浏览器中选择用户名。',
    },
    cure: { en: 'Sign in again.', zh: '请重新登录。' },
  },
  LB5222: {
    title: { en: 'Users cannot be read now', zh: '暂时无法读取用户' },
    sentence: {
      en: 'The cluster that knows who people are does not answer.',
      zh: '保存用户信息的集群未响应。',
    },
    cause: {
      en: 'The host cluster is down or overloaded. Whoever is signed in stays signed in.',
      zh: '主集群已停止服务或负载过高。已登录的用户不受影响。',
    },
    cure: { en: 'Try again in some seconds.', zh: '请在几秒后重试。' },
  },
};
