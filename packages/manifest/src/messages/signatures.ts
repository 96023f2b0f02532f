import type { Catalogue } from './message.ts';

/** 7230 to 7249: who vouches for packages. */
export const SIGNATURE_MESSAGES: Catalogue = {
  LB7230: {
    title: { en: 'Not signed', zh: '没有签名' },
    sentence: {
      en: '{archive} is not signed, and its repository requires it.',
      zh: '{archive} 没有签名，而其仓库要求签名。',
    },
    cause: {
      en: 'There is no signature beside the archive, or none in the registry.',
      zh: '文件旁边或镜像仓库中没有签名。',
    },
    cure: {
      en: 'Sign the archive, or take the annotation luban.dev/require-signature off the Repository.',
      zh: '请为文件签名，或移除 Repository 的注解 luban.dev/require-signature。',
    },
  },
  LB7231: {
    title: { en: 'Signed with another key', zh: '签名密钥不符' },
    sentence: {
      en: '{archive} is signed with {key}, which is none of its repository’s keys.',
      zh: '{archive} 由 {key} 签名，它不属于其仓库的密钥。',
    },
    cause: { en: 'Somebody else has signed it, or the key was changed.', zh: '由他人签名，或密钥已更换。' },
    cure: {
      en: 'Add the public key to luban.dev/signing-keys if you trust its owner.',
      zh: '如信任其所有者，请将公钥加入 luban.dev/signing-keys。',
    },
  },
  LB7232: {
    title: { en: 'Signature does not fit', zh: '签名不匹配' },
    sentence: { en: 'The signature of {archive} does not fit its content.', zh: '{archive} 的签名与其内容不匹配。' },
    cause: {
      en: 'The archive or the signature was changed after signing, the signature is of another version, or another key made it.',
      zh: '文件或签名在签名之后被更改，签名属于其他版本，或由其他密钥签名。',
    },
    cure: {
      en: 'Do not install it. Get it again from its author, or have it signed anew.',
      zh: '请勿安装。请向作者重新获取，或重新签名。',
    },
  },
  LB7233: {
    title: { en: 'Signature does not read', zh: '签名无法读取' },
    sentence: {
      en: 'The signature of {archive} is damaged or of an unknown kind.',
      zh: '{archive} 的签名已损坏或类型未知。',
    },
    cause: {
      en: 'Signatures are base64 in a .sig file, or sigstore bundles.',
      zh: '签名应为 .sig 文件中的 base64，或 sigstore 签名包。',
    },
    cure: { en: 'Have the archive signed anew.', zh: '请重新为文件签名。' },
  },
  LB7234: {
    title: { en: 'Signers do not read', zh: '签名者配置有误' },
    sentence: {
      en: 'The signers of the repository do not read: {reason}.',
      zh: '无法读取仓库的签名者配置：{reason}。',
    },
    cause: {
      en: 'The annotations luban.dev/signing-keys or luban.dev/signing-identities of the Repository have a mistake.',
      zh: 'Repository 的注解 luban.dev/signing-keys 或 luban.dev/signing-identities 有误。',
    },
    cure: {
      en: 'Write public keys as PEM, and identities as lines with an issuer, a space and a subject.',
      zh: '公钥请用 PEM 格式，身份请每行写签发者、空格和主体。',
    },
  },
  LB7235: {
    title: { en: 'Signed by somebody else', zh: '签名者不符' },
    sentence: {
      en: '{archive} is signed by {subject} according to {issuer}, who is not one of its repository’s signers.',
      zh: '根据 {issuer}，{archive} 由 {subject} 签名，其不属于仓库的签名者。',
    },
    cause: { en: 'Somebody else has signed it.', zh: '由他人签名。' },
    cure: {
      en: 'Add the identity to luban.dev/signing-identities if you trust it.',
      zh: '如信任该身份，请将其加入 luban.dev/signing-identities。',
    },
  },
  LB7236: {
    title: { en: 'Certificate of the signature does not hold', zh: '签名证书无效' },
    sentence: {
      en: 'The certificate that {archive} is signed with does not hold: {reason}.',
      zh: '{archive} 的签名证书无效：{reason}。',
    },
    cause: {
      en: 'It comes from an authority that is not trusted, or had expired when it was used.',
      zh: '它由不受信任的机构颁发，或使用时已过期。',
    },
    cure: {
      en: 'Have the archive signed anew, or check luban.dev/signing-trust-root.',
      zh: '请重新签名，或检查 luban.dev/signing-trust-root。',
    },
  },
  LB7237: {
    title: { en: 'Trust root does not read', zh: '信任根无法读取' },
    sentence: {
      en: 'The trust root of the repository does not read: {reason}.',
      zh: '无法读取仓库的信任根：{reason}。',
    },
    cause: {
      en: 'Identities are proven by a trusted_root.json, which luban.dev/signing-trust-root holds or names.',
      zh: '身份需由 trusted_root.json 证明，其内容或位置写在 luban.dev/signing-trust-root 中。',
    },
    cure: {
      en: 'Put the file into a ConfigMap, and name it: configmap:luban-system/NAME.',
      zh: '请将该文件放入 ConfigMap 并写明：configmap:luban-system/NAME。',
    },
  },
  LB7238: {
    title: { en: 'Another chart than listed', zh: 'Chart 与清单不符' },
    sentence: { en: '{url} was to be {expected}, and is {found}.', zh: '{url} 应为 {expected}，实际为 {found}。' },
    cause: {
      en: 'The repository lists it wrongly, or somebody passes one version off as another.',
      zh: '仓库列出有误，或有人用一个版本冒充另一个版本。',
    },
    cure: { en: 'Do not install it. Have the index made anew.', zh: '请勿安装。请重新生成索引。' },
  },
  LB7239: {
    title: { en: 'Signatures required of nobody', zh: '未指定签名者' },
    sentence: {
      en: 'The repository requires signatures, and names nobody who may sign.',
      zh: '仓库要求签名，却没有指定签名者。',
    },
    cause: {
      en: 'luban.dev/require-signature is set, whereas there is neither luban.dev/signing-keys nor luban.dev/signing-identities.',
      zh: '已设置 luban.dev/require-signature，但没有 luban.dev/signing-keys 或 luban.dev/signing-identities。',
    },
    cure: { en: 'Add the public keys or identities of those who sign.', zh: '请添加签名者的公钥或身份。' },
  },
  LB7240: {
    title: { en: 'No witness of the signature', zh: '签名缺少见证' },
    sentence: {
      en: 'Nothing proves when and that {archive} was signed: {reason}.',
      zh: '没有证据表明 {archive} 何时被签名：{reason}。',
    },
    cause: {
      en: 'The bundle has no entry of a trusted log, and no trusted timestamp, or those do not fit.',
      zh: '签名包中没有受信任日志的条目或时间戳，或其不匹配。',
    },
    cure: {
      en: 'Have the archive signed anew, or add the log to luban.dev/signing-trust-root.',
      zh: '请重新签名，或将该日志加入 luban.dev/signing-trust-root。',
    },
  },
  LB7241: {
    title: { en: 'Signed with a certificate', zh: '使用证书签名' },
    sentence: {
      en: '{archive} is signed with a certificate, and its repository names no identities.',
      zh: '{archive} 使用证书签名，而其仓库没有指定身份。',
    },
    cause: { en: 'The repository believes keys alone.', zh: '该仓库只信任密钥。' },
    cure: {
      en: 'Add the signer to luban.dev/signing-identities, or have the archive signed with a key.',
      zh: '请将签名者加入 luban.dev/signing-identities，或用密钥签名。',
    },
  },
  LB7242: {
    title: { en: 'Signed with a key', zh: '使用密钥签名' },
    sentence: {
      en: '{archive} is signed with a key, and its repository names no keys.',
      zh: '{archive} 使用密钥签名，而其仓库没有指定密钥。',
    },
    cause: { en: 'The repository believes certificates alone.', zh: '该仓库只信任证书。' },
    cure: {
      en: 'Add the public key to luban.dev/signing-keys, or have the archive signed with a certificate.',
      zh: '请将公钥加入 luban.dev/signing-keys，或用证书签名。',
    },
  },
};
