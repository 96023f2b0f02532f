import type { Catalogue } from './message.ts';

/** 3xxx: why the code of an extension could not be loaded. */
export const LOADING_MESSAGES: Catalogue = {
  LB3001: {
    title: { en: 'File not found', zh: '文件不存在' },
    sentence: {
      en: 'The file {file} of {extension} was not found (status {status}).',
      zh: '未找到 {extension} 的文件 {file}（状态码 {status}）。',
    },
    cause: {
      en: 'The package lacks a file that its manifest lists, or the version is no longer on the server.',
      zh: '包中缺少清单列出的文件，或服务器上已没有该版本。',
    },
    cure: { en: 'Try again; if it stays, install the extension again.', zh: '重试；如果仍然失败，请重新安装该扩展。' },
  },
  LB3002: {
    title: { en: 'Server failed', zh: '服务器出错' },
    sentence: {
      en: 'The server answered {status} to the request for {file} of {extension}.',
      zh: '请求 {extension} 的文件 {file} 时，服务器返回 {status}。',
    },
    cause: { en: 'The server, or a proxy before it, has a problem now.', zh: '服务器或其前端代理当前出现问题。' },
    cure: { en: 'Try again in a moment.', zh: '稍后重试。' },
  },
  LB3003: {
    title: { en: 'Not JavaScript', zh: '不是 JavaScript 文件' },
    sentence: {
      en: '{file} of {extension} came as {type} and not as JavaScript.',
      zh: '{extension} 的文件 {file} 的类型为 {type}，而不是 JavaScript。',
    },
    cause: {
      en: 'Often a proxy answered with a page of its own, such as a sign-in page or an error page.',
      zh: '通常是代理返回了自己的页面，例如登录页或错误页。',
    },
    cure: {
      en: 'Try again; if it stays, check the proxy before the console.',
      zh: '重试；如果仍然失败，请检查控制台前端的代理。',
    },
  },
  LB3004: {
    title: { en: 'Code cannot be read', zh: '代码无法解析' },
    sentence: {
      en: '{file} of {extension} is not valid JavaScript: {error}.',
      zh: '{extension} 的文件 {file} 不是有效的 JavaScript：{error}。',
    },
    cause: {
      en: 'The build of the extension is broken, or made for a newer browser.',
      zh: '扩展的构建结果有误，或面向更新的浏览器。',
    },
    cure: {
      en: 'Update the browser, or ask the author for another version.',
      zh: '升级浏览器，或请作者提供其他版本。',
    },
  },
  LB3005: {
    title: { en: 'Code failed while loading', zh: '代码加载时出错' },
    sentence: {
      en: '{file} of {extension} failed while it was loaded: {error}.',
      zh: '加载 {extension} 的文件 {file} 时出错：{error}。',
    },
    cause: { en: 'The code threw an error before it was used.', zh: '代码在使用之前抛出了错误。' },
    cure: {
      en: 'Try again; if it stays, report the error to the author.',
      zh: '重试；如果仍然失败，请将错误报告给作者。',
    },
  },
  LB3006: {
    title: { en: 'Entry took too long', zh: '入口加载超时' },
    sentence: {
      en: '{extension} did not arrive within {limit} ms ({file}).',
      zh: '{extension} 未能在 {limit} 毫秒内加载完成（{file}）。',
    },
    cause: {
      en: 'The line is slow, or the file waits for something that does not come.',
      zh: '网络缓慢，或该文件在等待永远不会到来的结果。',
    },
    cure: { en: 'Try again; if it stays, report it to the author.', zh: '重试；如果仍然失败，请报告给作者。' },
  },
  LB3007: {
    title: { en: 'Part took too long', zh: '代码块加载超时' },
    sentence: {
      en: 'A part of {extension} did not arrive within {limit} ms ({file}).',
      zh: '{extension} 的一部分未能在 {limit} 毫秒内加载完成（{file}）。',
    },
    cause: {
      en: 'The line is slow, or the code waits for something that does not come.',
      zh: '网络缓慢，或代码在等待永远不会到来的结果。',
    },
    cure: { en: 'Try again; if it stays, report it to the author.', zh: '重试；如果仍然失败，请报告给作者。' },
  },
  LB3008: {
    title: { en: 'Export is missing', zh: '缺少导出' },
    sentence: {
      en: 'The module {module} of {extension} has no export named {export}.',
      zh: '{extension} 的模块 {module} 没有名为 {export} 的导出。',
    },
    cause: { en: 'The manifest and the code do not belong together.', zh: '清单与代码不匹配。' },
    cure: { en: 'Build the extension again with the tools of LuBan.', zh: '使用 LuBan 的工具重新构建扩展。' },
  },
  LB3009: {
    title: { en: 'Container failed to start', zh: '容器初始化失败' },
    sentence: {
      en: 'The container of {extension} failed in init: {error}.',
      zh: '{extension} 的容器在 init 时失败：{error}。',
    },
    cause: {
      en: 'The federation container threw an error when it was given the shared packages.',
      zh: '联邦容器在接收共享包时抛出了错误。',
    },
    cure: { en: 'Report the error to the author.', zh: '请将错误报告给作者。' },
  },
  LB3010: {
    title: { en: 'Network failed', zh: '网络错误' },
    sentence: { en: '{file} of {extension} could not be fetched.', zh: '无法获取 {extension} 的文件 {file}。' },
    cause: {
      en: 'The connection to the server was interrupted. It was tried several times.',
      zh: '与服务器的连接中断，已多次重试。',
    },
    cure: { en: 'Check the connection and try again.', zh: '检查网络连接后重试。' },
  },
  LB3011: {
    title: { en: 'File was altered', zh: '文件被改动' },
    sentence: {
      en: '{file} of {extension} is not what its manifest promises, and was not run.',
      zh: '{extension} 的文件 {file} 与清单中的摘要不符，未被执行。',
    },
    cause: {
      en: 'The content has another digest than was recorded at build: it was changed on the server or on the way.',
      zh: '文件内容的摘要与构建时的记录不同：文件在服务器上或传输途中被改动。',
    },
    cure: { en: 'Install the extension again from a source you trust.', zh: '从可信来源重新安装该扩展。' },
  },
  LB3012: {
    title: { en: 'Shared package does not fit', zh: '共享包不匹配' },
    sentence: {
      en: '{extension} was built for {share} {range}, but this page has {offered}.',
      zh: '{extension} 构建时使用 {share} {range}，但此页面提供的是 {offered}。',
    },
    cause: {
      en: 'The console was updated since the page was loaded, or the extension was built for another one.',
      zh: '页面加载后控制台已更新，或扩展面向其他版本的控制台。',
    },
    cure: {
      en: 'Load the page again; if it stays, build the extension for this console.',
      zh: '重新加载页面；如果仍然失败，请针对此控制台重新构建扩展。',
    },
  },
  LB3013: {
    title: { en: 'No container', zh: '没有容器' },
    sentence: { en: '{extension} brought no federation container.', zh: '{extension} 没有提供联邦容器。' },
    cause: {
      en: 'The entry does not export init and get, does not set its global variable, or there is no code at all.',
      zh: '入口文件没有导出 init 和 get、没有设置全局变量，或根本没有代码。',
    },
    cure: { en: 'Build the extension again with the tools of LuBan.', zh: '使用 LuBan 的工具重新构建扩展。' },
  },
  LB3014: {
    title: { en: 'Catalogue is missing', zh: '缺少语言文件' },
    sentence: {
      en: 'The texts of {extension} could not be loaded ({file}). Keys are shown in their place.',
      zh: '无法加载 {extension} 的语言文件（{file}），界面上显示键名。',
    },
    cause: { en: 'The file of texts is missing or is not JSON.', zh: '语言文件缺失或不是 JSON。' },
    cure: { en: 'Try again; if it stays, report it to the author.', zh: '重试；如果仍然失败，请报告给作者。' },
  },
  LB3015: {
    title: { en: 'Style sheet is missing', zh: '缺少样式表' },
    sentence: {
      en: 'A style sheet of {extension} could not be loaded: {file}.',
      zh: '无法加载 {extension} 的样式表：{file}。',
    },
    cause: {
      en: 'The file is missing, was altered, or the connection failed.',
      zh: '文件缺失、被改动，或网络连接失败。',
    },
    cure: { en: 'Try again; if it stays, install the extension again.', zh: '重试；如果仍然失败，请重新安装该扩展。' },
  },
  LB3016: {
    title: { en: 'Manifest was altered', zh: '清单被改动' },
    sentence: {
      en: 'The manifest of {extension} is not the one that the server vouched for.',
      zh: '{extension} 的清单与服务器确认的不一致。',
    },
    cause: { en: 'The file was changed on the server or on the way.', zh: '文件在服务器上或传输途中被改动。' },
    cure: {
      en: 'Load the page again; if it stays, install the extension again.',
      zh: '重新加载页面；如果仍然失败，请重新安装该扩展。',
    },
  },
  LB3017: {
    title: { en: 'Console was updated', zh: '控制台已更新' },
    sentence: { en: 'The console was updated since this page was loaded.', zh: '此页面加载后，控制台已更新。' },
    cause: {
      en: 'Files of this page’s version may be gone, and extensions may expect the new one.',
      zh: '此页面所用版本的文件可能已不存在，扩展也可能需要新版本。',
    },
    cure: { en: 'Save your work and load the page again.', zh: '保存工作后重新加载页面。' },
  },
};
