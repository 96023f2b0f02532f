import type { Catalogue } from './message.ts';

/** 4xxx: what happens while an extension runs. */
export const RUNTIME_MESSAGES: Catalogue = {
  LB4001: {
    title: { en: 'Activation failed', zh: '激活失败' },
    sentence: {
      en: '{extension} {version} failed while it became active: {error}.',
      zh: '{extension} {version} 激活时失败：{error}。',
    },
    cause: {
      en: 'Its activate function threw an error. All it had set up was taken back.',
      zh: '其 activate 函数抛出了错误，已建立的内容均已撤销。',
    },
    cure: {
      en: 'Try again; if it stays, disable the extension and report the error.',
      zh: '重试；如果仍然失败，请停用该扩展并报告错误。',
    },
  },
  LB4002: {
    title: { en: 'Activation took too long', zh: '激活超时' },
    sentence: {
      en: '{extension} {version} was not active after {limit} ms.',
      zh: '{extension} {version} 在 {limit} 毫秒内未完成激活。',
    },
    cause: {
      en: 'Its activate function waits for something that does not come.',
      zh: '其 activate 函数在等待永远不会到来的结果。',
    },
    cure: {
      en: 'Try again; if it stays, disable the extension and report it.',
      zh: '重试；如果仍然失败，请停用该扩展并报告。',
    },
  },
  LB4003: {
    title: { en: 'Deactivation took too long', zh: '停用超时' },
    sentence: {
      en: '{extension} did not end within {limit} ms and was taken down.',
      zh: '{extension} 未能在 {limit} 毫秒内结束，已被强制关闭。',
    },
    cause: {
      en: 'Its deactivate function waits for something that does not come.',
      zh: '其 deactivate 函数在等待永远不会到来的结果。',
    },
    cure: { en: 'Nothing needs to be done; report it to the author.', zh: '无须处理，可报告给作者。' },
  },
  LB4004: {
    title: { en: 'Part of the page failed', zh: '页面局部出错' },
    sentence: { en: 'A part of {extension} failed while it was shown.', zh: '{extension} 的一部分在显示时出错。' },
    cause: {
      en: 'Its component threw an error. The rest of the page is not affected.',
      zh: '其组件抛出了错误，页面的其余部分不受影响。',
    },
    cure: {
      en: 'Try again; if it stays, report the error to the author.',
      zh: '重试；如果仍然失败，请将错误报告给作者。',
    },
  },
  LB4005: {
    title: { en: 'Part of the page renders without end', zh: '页面局部无限渲染' },
    sentence: {
      en: 'A part of {extension} rendered itself again and again, and was stopped.',
      zh: '{extension} 的一部分不断重复渲染，已被停止。',
    },
    cause: {
      en: 'Its component changes its own state each time it is shown.',
      zh: '其组件每次显示时都会更改自身状态。',
    },
    cure: { en: 'Try again; if it stays, report it to the author.', zh: '重试；如果仍然失败，请报告给作者。' },
  },
  LB4006: {
    title: { en: 'Unhandled error', zh: '未处理的错误' },
    sentence: { en: '{extension} left an error unhandled: {error}.', zh: '{extension} 有未处理的错误：{error}。' },
    cause: {
      en: 'A promise was rejected, or a callback threw, and nobody took care of it.',
      zh: 'Promise 被拒绝或回调抛出错误，但没有被处理。',
    },
    cure: {
      en: 'Go on if all looks well; report the error to the author.',
      zh: '如果一切正常可继续使用，并将错误报告给作者。',
    },
  },
  LB4007: {
    title: { en: 'Mounted part failed', zh: '挂载的部分出错' },
    sentence: { en: 'A mounted part of {extension} failed.', zh: '{extension} 挂载的部分出错。' },
    cause: {
      en: 'A life cycle function of single-spa was rejected or threw an error.',
      zh: 'single-spa 的生命周期函数被拒绝或抛出了错误。',
    },
    cure: {
      en: 'Try again; if it stays, report the error to the author.',
      zh: '重试；如果仍然失败，请将错误报告给作者。',
    },
  },
  LB4008: {
    title: { en: 'Extension is quarantined', zh: '扩展已被隔离' },
    sentence: {
      en: '{extension} {version} failed twice within ten minutes and is not loaded any more (last: {cause}).',
      zh: '{extension} {version} 在十分钟内失败两次，不再加载（最近一次：{cause}）。',
    },
    cause: {
      en: 'Repeated failures would cost every page time. Only this browser is affected.',
      zh: '反复失败会拖慢每个页面。仅影响此浏览器。',
    },
    cure: {
      en: 'Release it by hand to try again, or install another version.',
      zh: '手动解除隔离后重试，或安装其他版本。',
    },
  },
  LB4009: {
    title: { en: 'Export cannot be shown', zh: '导出内容无法显示' },
    sentence: {
      en: '{reference} of {extension} is nothing that can be shown.',
      zh: '{extension} 的 {reference} 不是可显示的内容。',
    },
    cause: {
      en: 'For framework react a component is expected, for single-spa the functions mount and unmount.',
      zh: '框架为 react 时应为组件，为 single-spa 时应为 mount 和 unmount 函数。',
    },
    cure: { en: 'Export the component or the life cycle functions.', zh: '导出组件或生命周期函数。' },
  },
  LB4010: {
    title: { en: 'Something was left behind', zh: '存在残留' },
    sentence: {
      en: '{extension} left {count} things behind, which were cleared away: {what}.',
      zh: '{extension} 残留了 {count} 项，已被清除：{what}。',
    },
    cause: {
      en: 'It made effects without its context, so nobody else knew of them.',
      zh: '它绕过上下文产生了副作用，因此没有被自动记录。',
    },
    cure: { en: 'Nothing needs to be done; report it to the author.', zh: '无须处理，可报告给作者。' },
  },
  LB4011: {
    title: { en: 'Service is not provided', zh: '服务未提供' },
    sentence: { en: 'Nobody provides the service {token}.', zh: '没有扩展提供服务 {token}。' },
    cause: {
      en: 'The extension that provides it is not installed, not enabled or cannot be used.',
      zh: '提供该服务的扩展未安装、未启用或不可用。',
    },
    cure: { en: 'Install or enable the extension that provides it.', zh: '安装或启用提供该服务的扩展。' },
  },
  LB4012: {
    title: { en: 'Unknown command', zh: '未知命令' },
    sentence: { en: 'There is no command {command}.', zh: '没有命令 {command}。' },
    cause: {
      en: 'The extension that brings it is not installed or not enabled, or the name is misspelt.',
      zh: '提供该命令的扩展未安装或未启用，或名称拼写有误。',
    },
    cure: { en: 'Install or enable the extension that brings it.', zh: '安装或启用提供该命令的扩展。' },
  },
  LB4013: {
    title: { en: 'Command failed', zh: '命令失败' },
    sentence: { en: 'The command {command} failed: {error}.', zh: '命令 {command} 执行失败：{error}。' },
    cause: { en: 'Its handler threw an error.', zh: '其处理函数抛出了错误。' },
    cure: {
      en: 'Try again; if it stays, report the error to the author.',
      zh: '重试；如果仍然失败，请将错误报告给作者。',
    },
  },
  LB4014: {
    title: { en: 'Origin is not permitted', zh: '来源未获许可' },
    sentence: { en: '{extension} may not send requests to {origin}.', zh: '{extension} 不允许向 {origin} 发送请求。' },
    cause: {
      en: 'The manifest does not name the origin in permissions.network.',
      zh: '清单未在 permissions.network 中声明该来源。',
    },
    cure: {
      en: 'Add the origin to the manifest, or go through the server’s proxy.',
      zh: '在清单中添加该来源，或通过服务器代理访问。',
    },
  },
  LB4015: {
    title: { en: 'Storage is full', zh: '存储空间已满' },
    sentence: {
      en: '{extension} has used up its storage in this browser ({quota} characters).',
      zh: '{extension} 已用完其在此浏览器中的存储空间（{quota} 个字符）。',
    },
    cause: {
      en: 'Each extension has a share of the browser’s storage, so that none can fill it up.',
      zh: '每个扩展只有一部分浏览器存储空间，以免被某个扩展占满。',
    },
    cure: {
      en: 'Clear data that the extension keeps, or remove and install it again.',
      zh: '清除该扩展保存的数据，或将其移除后重新安装。',
    },
  },
  LB4016: {
    title: { en: 'Update failed, earlier version kept', zh: '更新失败，保留旧版本' },
    sentence: {
      en: '{extension} could not be updated to {version}; the earlier version stays.',
      zh: '{extension} 无法更新到 {version}，继续使用旧版本。',
    },
    cause: {
      en: 'The new version failed to load or to become active in this tab.',
      zh: '新版本在此标签页中加载或激活失败。',
    },
    cure: {
      en: 'Go on working; ask for a rollback or a corrected version.',
      zh: '可继续工作，并请求回滚或提供修正的版本。',
    },
  },
  LB4017: {
    title: { en: 'Live connection is lost', zh: '实时连接中断' },
    sentence: {
      en: 'The connection for live changes is lost; what is shown may be out of date.',
      zh: '实时连接已中断，显示的内容可能不是最新的。',
    },
    cause: {
      en: 'The server or the network cannot be reached now. It is tried again by itself.',
      zh: '当前无法连接服务器或网络，系统会自动重试。',
    },
    cure: { en: 'Wait a moment, or load the page again.', zh: '稍等片刻，或重新加载页面。' },
  },
  LB4018: {
    title: { en: 'Safe mode', zh: '安全模式' },
    sentence: {
      en: 'Safe mode: extensions that did not come with the product are not loaded.',
      zh: '安全模式：不加载非产品自带的扩展。',
    },
    cause: { en: 'The address of this page contains ?safe.', zh: '此页面的地址中包含 ?safe。' },
    cure: {
      en: 'Disable the extension that makes trouble, then leave safe mode.',
      zh: '停用有问题的扩展，然后退出安全模式。',
    },
  },
  LB4019: {
    title: { en: 'Extension was disabled', zh: '扩展已停用' },
    sentence: {
      en: '{extension} was disabled or removed while this page was open.',
      zh: '此页面打开期间，{extension} 被停用或移除。',
    },
    cause: { en: 'An administrator changed it.', zh: '管理员进行了更改。' },
    cure: {
      en: 'Go to another page, or ask an administrator to enable it again.',
      zh: '转到其他页面，或请管理员重新启用。',
    },
  },
  LB4020: {
    title: { en: 'Update is ready', zh: '有可用更新' },
    sentence: {
      en: '{extension} {version} is ready and waits for your unsaved work.',
      zh: '{extension} {version} 已就绪，等待您保存未保存的内容。',
    },
    cause: {
      en: 'A part of the page reported unsaved changes, so it keeps the earlier version.',
      zh: '页面中有未保存的更改，因此仍使用旧版本。',
    },
    cure: { en: 'Save or discard your changes; the update follows by itself.', zh: '保存或放弃更改，随后会自动更新。' },
  },
  LB4022: {
    title: { en: 'Many updates in one tab', zh: '标签页更新次数较多' },
    sentence: { en: 'Extensions were updated {count} times in this tab.', zh: '此标签页中的扩展已更新 {count} 次。' },
    cause: {
      en: 'Browsers keep the code of earlier versions until the page is loaded again.',
      zh: '在重新加载页面之前，浏览器会保留旧版本的代码。',
    },
    cure: { en: 'Load the page again when it suits, to free memory.', zh: '在方便时重新加载页面以释放内存。' },
  },
  LB4023: {
    title: { en: 'Mounted part took too long', zh: '挂载超时' },
    sentence: {
      en: 'A mounted part of {extension} did not finish within {limit} ms.',
      zh: '{extension} 挂载的部分未能在 {limit} 毫秒内完成。',
    },
    cause: {
      en: 'A life cycle function of single-spa waits for something that does not come.',
      zh: 'single-spa 的生命周期函数在等待永远不会到来的结果。',
    },
    cure: { en: 'Try again; if it stays, report it to the author.', zh: '重试；如果仍然失败，请报告给作者。' },
  },
  LB4024: {
    title: { en: 'Services wait for each other', zh: '服务相互等待' },
    sentence: {
      en: 'The service {token} needs itself by way of others: {path}.',
      zh: '服务 {token} 的依赖形成了循环：{path}。',
    },
    cause: {
      en: 'Providers ask for each other’s services before they are ready themselves.',
      zh: '各提供者在自身就绪之前互相请求对方的服务。',
    },
    cure: {
      en: 'Ask the authors to request one of the services later, when it is used.',
      zh: '请作者将其中一个服务改为使用时再请求。',
    },
  },
};
