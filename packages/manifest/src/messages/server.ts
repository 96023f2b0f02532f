import type { Catalogue } from './message.ts';

/** 5xxx: answers of the server. */
export const SERVER_MESSAGES: Catalogue = {
  LB5001: {
    title: { en: 'Sign-in failed', zh: '登录失败' },
    sentence: { en: 'The user name or the password is not right.', zh: '用户名或密码不正确。' },
    cause: { en: 'No user has this name and password.', zh: '没有与之匹配的用户。' },
    cure: { en: 'Check both and try again.', zh: '检查后重试。' },
  },
  LB5002: {
    title: { en: 'Too many attempts', zh: '尝试次数过多' },
    sentence: {
      en: 'Too many sign-ins failed. Try again in {seconds} s.',
      zh: '登录失败次数过多，请在 {seconds} 秒后重试。',
    },
    cause: {
      en: 'Attempts are slowed down so that passwords cannot be guessed.',
      zh: '为防止密码被猜出，尝试次数受到限制。',
    },
    cure: { en: 'Wait, then try again.', zh: '稍后重试。' },
  },
  LB5003: {
    title: { en: 'Not signed in', zh: '未登录' },
    sentence: { en: 'You are not signed in, or your session has ended.', zh: '您未登录，或会话已结束。' },
    cause: { en: 'The request carried no valid session.', zh: '请求未携带有效的会话。' },
    cure: { en: 'Sign in again.', zh: '重新登录。' },
  },
  LB5004: {
    title: { en: 'Origin is refused', zh: '来源被拒绝' },
    sentence: { en: 'A change that was sent by {origin} was refused.', zh: '拒绝了来自 {origin} 的更改请求。' },
    cause: { en: 'Changes are taken from pages of this console alone.', zh: '只接受来自此控制台页面的更改。' },
    cure: { en: 'Open the console at its own address and try again.', zh: '通过控制台自己的地址打开后重试。' },
  },
  LB5005: {
    title: { en: 'Not found', zh: '未找到' },
    sentence: { en: 'There is nothing at {path}.', zh: '{path} 处没有内容。' },
    cause: { en: 'The address is misspelt, or what was there is gone.', zh: '地址有误，或其内容已不存在。' },
    cure: { en: 'Check the address.', zh: '检查地址。' },
  },
  LB5006: {
    title: { en: 'Unknown extension', zh: '未知扩展' },
    sentence: { en: 'There is no extension named {extension}.', zh: '没有名为 {extension} 的扩展。' },
    cause: { en: 'It was removed, or the name is misspelt.', zh: '它已被移除，或名称拼写有误。' },
    cure: { en: 'Look at the list of extensions.', zh: '查看扩展列表。' },
  },
  LB5007: {
    title: { en: 'Unknown version', zh: '未知版本' },
    sentence: { en: '{extension} has no version {version}.', zh: '{extension} 没有版本 {version}。' },
    cause: { en: 'That version is not installed.', zh: '该版本未安装。' },
    cure: { en: 'Install the version, or choose one of the list.', zh: '安装该版本，或从列表中选择。' },
  },
  LB5008: {
    title: { en: 'Package cannot be read', zh: '包无法读取' },
    sentence: { en: 'The package cannot be read: {reason}.', zh: '无法读取该包：{reason}。' },
    cause: {
      en: 'It is not a gzip-compressed tar archive with ui/extension.json in it, or it is damaged.',
      zh: '它不是包含 ui/extension.json 的 gzip 压缩 tar 归档，或已损坏。',
    },
    cure: { en: 'Pack the extension again.', zh: '重新打包扩展。' },
  },
  LB5009: {
    title: { en: 'Package leads outside', zh: '包内路径越界' },
    sentence: {
      en: 'The package has an entry that leads outside its folder: {path}.',
      zh: '包中有指向其目录之外的条目：{path}。',
    },
    cause: {
      en: 'Links and paths with .. could overwrite files of the server, so the package was refused as a whole.',
      zh: '链接和含 .. 的路径可能覆盖服务器上的文件，因此整个包被拒绝。',
    },
    cure: { en: 'Pack plain files and folders alone.', zh: '只打包普通文件和目录。' },
  },
  LB5010: {
    title: { en: 'Too large', zh: '过大' },
    sentence: { en: '{what} is more than {limit}.', zh: '{what} 超过了 {limit} 的上限。' },
    cause: {
      en: 'The server limits what it takes in, so that one upload cannot fill it up.',
      zh: '服务器限制接收的内容，以免被一次上传占满。',
    },
    cure: {
      en: 'Leave out what is not needed; in a package, source maps are often the largest part.',
      zh: '去掉不需要的内容；扩展包中，source map 往往占用最多空间。',
    },
  },
  LB5011: {
    title: { en: 'Version exists with other content', zh: '版本已存在且内容不同' },
    sentence: {
      en: '{extension} {version} exists already with other content.',
      zh: '{extension} {version} 已存在且内容不同。',
    },
    cause: {
      en: 'A version never changes once it is out, because browsers keep its files.',
      zh: '版本发布后不会改变，因为浏览器会缓存其文件。',
    },
    cure: { en: 'Raise the version and build again.', zh: '提升版本号后重新构建。' },
  },
  LB5012: {
    title: { en: 'Built-in extension', zh: '内置扩展' },
    sentence: {
      en: '{extension} came with the product and cannot be removed.',
      zh: '{extension} 是产品自带的扩展，无法移除。',
    },
    cause: { en: 'Its files belong to the product.', zh: '其文件属于产品本身。' },
    cure: { en: 'Disable it instead.', zh: '可以将其停用。' },
  },
  LB5013: {
    title: { en: 'Folder cannot be used', zh: '目录不可用' },
    sentence: { en: '{folder} cannot be used as an extension.', zh: '{folder} 不能作为扩展使用。' },
    cause: {
      en: 'The folder does not exist, cannot be read, or has no ui/extension.json.',
      zh: '该目录不存在、无法读取，或其中没有 ui/extension.json。',
    },
    cure: { en: 'Build the extension, then name its folder.', zh: '先构建扩展，再指定其目录。' },
  },
  LB5014: {
    title: { en: 'Internal error', zh: '内部错误' },
    sentence: { en: 'The server failed at this request ({request}).', zh: '服务器处理此请求时出错（{request}）。' },
    cause: {
      en: 'This is a fault of the server; its log has the details under that number.',
      zh: '这是服务器的故障，其日志中以该编号记录了详细信息。',
    },
    cure: {
      en: 'Try again; if it stays, send the number to the administrator.',
      zh: '重试；如果仍然失败，请将编号发给管理员。',
    },
  },
  LB5015: {
    title: { en: 'Request cannot be read', zh: '请求无法读取' },
    sentence: { en: 'The request cannot be read: {reason}.', zh: '无法读取该请求：{reason}。' },
    cause: { en: 'Its body has another form than this address takes.', zh: '请求体的格式不符合该地址的要求。' },
    cure: { en: 'Correct the request.', zh: '修正请求。' },
  },
  LB5016: {
    title: { en: 'File is not what the manifest says', zh: '文件与清单不符' },
    sentence: { en: '{file} is missing, or is not what the manifest says.', zh: '{file} 缺失，或与清单的记录不符。' },
    cause: {
      en: 'Its digest or its size differs from the one that the build wrote.',
      zh: '其摘要或大小与构建时的记录不同。',
    },
    cure: {
      en: 'Build the extension again and leave its files as they are.',
      zh: '重新构建扩展，并且不要改动构建结果。',
    },
  },
  LB5017: {
    title: { en: 'No such conflict', zh: '没有这样的冲突' },
    sentence: {
      en: '{winner} does not claim {subject} ({kind}) together with another extension.',
      zh: '{winner} 没有与其他扩展同时占用 {subject}（{kind}）。',
    },
    cause: {
      en: 'One of the two was disabled, removed or changed meanwhile.',
      zh: '其中一个扩展此间已被停用、卸载或更改。',
    },
    cure: { en: 'Load the list of conflicts again.', zh: '请重新加载冲突列表。' },
  },
};
