import type { Catalogue } from './message.ts';

/** 5xxx: answers of the server. */
export const SERVER_MESSAGES: Catalogue = {
  LB5001: {
    title: ['Sign-in failed', '登录失败'],
    sentence: ['The user name or the password is not right.', '用户名或密码不正确。'],
    cause: ['No user has this name and password.', '没有与之匹配的用户。'],
    cure: ['Check both and try again.', '检查后重试。'],
  },
  LB5002: {
    title: ['Too many attempts', '尝试次数过多'],
    sentence: ['Too many sign-ins failed. Try again in {seconds} s.', '登录失败次数过多，请在 {seconds} 秒后重试。'],
    cause: ['Attempts are slowed down so that passwords cannot be guessed.', '为防止密码被猜出，尝试次数受到限制。'],
    cure: ['Wait, then try again.', '稍后重试。'],
  },
  LB5003: {
    title: ['Not signed in', '未登录'],
    sentence: ['You are not signed in, or your session has ended.', '您未登录，或会话已结束。'],
    cause: ['The request carried no valid session.', '请求未携带有效的会话。'],
    cure: ['Sign in again.', '重新登录。'],
  },
  LB5004: {
    title: ['Origin is refused', '来源被拒绝'],
    sentence: ['A change that was sent by {origin} was refused.', '拒绝了来自 {origin} 的更改请求。'],
    cause: ['Changes are taken from pages of this console alone.', '只接受来自此控制台页面的更改。'],
    cure: ['Open the console at its own address and try again.', '通过控制台自己的地址打开后重试。'],
  },
  LB5005: {
    title: ['Not found', '未找到'],
    sentence: ['There is nothing at {path}.', '{path} 处没有内容。'],
    cause: ['The address is misspelt, or what was there is gone.', '地址有误，或其内容已不存在。'],
    cure: ['Check the address.', '检查地址。'],
  },
  LB5006: {
    title: ['Unknown extension', '未知扩展'],
    sentence: ['There is no extension named {extension}.', '没有名为 {extension} 的扩展。'],
    cause: ['It was removed, or the name is misspelt.', '它已被移除，或名称拼写有误。'],
    cure: ['Look at the list of extensions.', '查看扩展列表。'],
  },
  LB5007: {
    title: ['Unknown version', '未知版本'],
    sentence: ['{extension} has no version {version}.', '{extension} 没有版本 {version}。'],
    cause: ['That version is not installed.', '该版本未安装。'],
    cure: ['Install the version, or choose one of the list.', '安装该版本，或从列表中选择。'],
  },
  LB5008: {
    title: ['Package cannot be read', '包无法读取'],
    sentence: ['The package cannot be read: {reason}.', '无法读取该包：{reason}。'],
    cause: [
      'It is not a gzip-compressed tar archive with ui/extension.json in it, or it is damaged.',
      '它不是包含 ui/extension.json 的 gzip 压缩 tar 归档，或已损坏。',
    ],
    cure: ['Pack the extension again.', '重新打包扩展。'],
  },
  LB5009: {
    title: ['Package leads outside', '包内路径越界'],
    sentence: [
      'The package has an entry that leads outside its folder: {path}.',
      '包中有指向其目录之外的条目：{path}。',
    ],
    cause: [
      'Links and paths with .. could overwrite files of the server, so the package was refused as a whole.',
      '链接和含 .. 的路径可能覆盖服务器上的文件，因此整个包被拒绝。',
    ],
    cure: ['Pack plain files and folders alone.', '只打包普通文件和目录。'],
  },
  LB5010: {
    title: ['Too large', '过大'],
    sentence: ['{what} is more than {limit}.', '{what} 超过了 {limit} 的上限。'],
    cause: [
      'The server limits what it takes in, so that one upload cannot fill it up.',
      '服务器限制接收的内容，以免被一次上传占满。',
    ],
    cure: ['Make it smaller, for instance by leaving out source maps.', '减小其大小，例如去掉 source map。'],
  },
  LB5011: {
    title: ['Version exists with other content', '版本已存在且内容不同'],
    sentence: ['{extension} {version} exists already with other content.', '{extension} {version} 已存在且内容不同。'],
    cause: [
      'A version never changes once it is out, because browsers keep its files.',
      '版本发布后不会改变，因为浏览器会缓存其文件。',
    ],
    cure: ['Raise the version and build again.', '提升版本号后重新构建。'],
  },
  LB5012: {
    title: ['Built-in extension', '内置扩展'],
    sentence: ['{extension} came with the product and cannot be removed.', '{extension} 是产品自带的扩展，无法移除。'],
    cause: ['Its files belong to the product.', '其文件属于产品本身。'],
    cure: ['Disable it instead.', '可以将其停用。'],
  },
  LB5013: {
    title: ['Folder cannot be used', '目录不可用'],
    sentence: ['{folder} cannot be used as an extension.', '{folder} 不能作为扩展使用。'],
    cause: [
      'The folder does not exist, cannot be read, or has no ui/extension.json.',
      '该目录不存在、无法读取，或其中没有 ui/extension.json。',
    ],
    cure: ['Build the extension, then name its folder.', '先构建扩展，再指定其目录。'],
  },
  LB5014: {
    title: ['Internal error', '内部错误'],
    sentence: ['The server failed at this request ({request}).', '服务器处理此请求时出错（{request}）。'],
    cause: [
      'This is a fault of the server; its log has the details under that number.',
      '这是服务器的故障，其日志中以该编号记录了详细信息。',
    ],
    cure: ['Try again; if it stays, send the number to the administrator.', '重试；如果仍然失败，请将编号发给管理员。'],
  },
  LB5015: {
    title: ['Request cannot be read', '请求无法读取'],
    sentence: ['The request cannot be read: {reason}.', '无法读取该请求：{reason}。'],
    cause: ['Its body has another form than this address takes.', '请求体的格式不符合该地址的要求。'],
    cure: ['Correct the request.', '修正请求。'],
  },
  LB5016: {
    title: ['File is not what the manifest says', '文件与清单不符'],
    sentence: ['{file} is missing, or is not what the manifest says.', '{file} 缺失，或与清单的记录不符。'],
    cause: ['Its digest or its size differs from the one that the build wrote.', '其摘要或大小与构建时的记录不同。'],
    cure: ['Build the extension again and leave its files as they are.', '重新构建扩展，并且不要改动构建结果。'],
  },
};
