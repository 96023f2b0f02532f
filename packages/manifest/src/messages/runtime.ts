import type { Catalogue } from './message.ts';

/** 4xxx: what happens while an extension runs. */
export const RUNTIME_MESSAGES: Catalogue = {
  LB4001: {
    title: ['Activation failed', '激活失败'],
    sentence: [
      '{extension} {version} failed while it became active: {error}.',
      '{extension} {version} 激活时失败：{error}。',
    ],
    cause: [
      'Its activate function threw an error. All it had set up was taken back.',
      '其 activate 函数抛出了错误，已建立的内容均已撤销。',
    ],
    cure: [
      'Try again; if it stays, disable the extension and report the error.',
      '重试；如果仍然失败，请停用该扩展并报告错误。',
    ],
  },
  LB4002: {
    title: ['Activation took too long', '激活超时'],
    sentence: [
      '{extension} {version} was not active after {limit} ms.',
      '{extension} {version} 在 {limit} 毫秒内未完成激活。',
    ],
    cause: [
      'Its activate function waits for something that does not come.',
      '其 activate 函数在等待永远不会到来的结果。',
    ],
    cure: ['Try again; if it stays, disable the extension and report it.', '重试；如果仍然失败，请停用该扩展并报告。'],
  },
  LB4003: {
    title: ['Deactivation took too long', '停用超时'],
    sentence: [
      '{extension} did not end within {limit} ms and was taken down.',
      '{extension} 未能在 {limit} 毫秒内结束，已被强制关闭。',
    ],
    cause: [
      'Its deactivate function waits for something that does not come.',
      '其 deactivate 函数在等待永远不会到来的结果。',
    ],
    cure: ['Nothing needs to be done; report it to the author.', '无须处理，可报告给作者。'],
  },
  LB4004: {
    title: ['Part of the page failed', '页面局部出错'],
    sentence: ['A part of {extension} failed while it was shown.', '{extension} 的一部分在显示时出错。'],
    cause: [
      'Its component threw an error. The rest of the page is not affected.',
      '其组件抛出了错误，页面的其余部分不受影响。',
    ],
    cure: ['Try again; if it stays, report the error to the author.', '重试；如果仍然失败，请将错误报告给作者。'],
  },
  LB4005: {
    title: ['Part of the page renders without end', '页面局部无限渲染'],
    sentence: [
      'A part of {extension} rendered itself again and again, and was stopped.',
      '{extension} 的一部分不断重复渲染，已被停止。',
    ],
    cause: ['Its component changes its own state each time it is shown.', '其组件每次显示时都会更改自身状态。'],
    cure: ['Try again; if it stays, report it to the author.', '重试；如果仍然失败，请报告给作者。'],
  },
  LB4006: {
    title: ['Unhandled error', '未处理的错误'],
    sentence: ['{extension} left an error unhandled: {error}.', '{extension} 有未处理的错误：{error}。'],
    cause: [
      'A promise was rejected, or a callback threw, and nobody took care of it.',
      'Promise 被拒绝或回调抛出错误，但没有被处理。',
    ],
    cure: ['Go on if all looks well; report the error to the author.', '如果一切正常可继续使用，并将错误报告给作者。'],
  },
  LB4007: {
    title: ['Mounted part failed', '挂载的部分出错'],
    sentence: ['A mounted part of {extension} failed.', '{extension} 挂载的部分出错。'],
    cause: [
      'A life cycle function of single-spa was rejected or threw an error.',
      'single-spa 的生命周期函数被拒绝或抛出了错误。',
    ],
    cure: ['Try again; if it stays, report the error to the author.', '重试；如果仍然失败，请将错误报告给作者。'],
  },
  LB4008: {
    title: ['Extension is quarantined', '扩展已被隔离'],
    sentence: [
      '{extension} {version} failed twice within ten minutes and is not loaded any more (last: {cause}).',
      '{extension} {version} 在十分钟内失败两次，不再加载（最近一次：{cause}）。',
    ],
    cause: [
      'Repeated failures would cost every page time. Only this browser is affected.',
      '反复失败会拖慢每个页面。仅影响此浏览器。',
    ],
    cure: ['Release it by hand to try again, or install another version.', '手动解除隔离后重试，或安装其他版本。'],
  },
  LB4009: {
    title: ['Export cannot be shown', '导出内容无法显示'],
    sentence: [
      '{reference} of {extension} is nothing that can be shown.',
      '{extension} 的 {reference} 不是可显示的内容。',
    ],
    cause: [
      'For framework react a component is expected, for single-spa the functions mount and unmount.',
      '框架为 react 时应为组件，为 single-spa 时应为 mount 和 unmount 函数。',
    ],
    cure: ['Export the component or the life cycle functions.', '导出组件或生命周期函数。'],
  },
  LB4010: {
    title: ['Something was left behind', '存在残留'],
    sentence: [
      '{extension} left {count} things behind, which were cleared away: {what}.',
      '{extension} 残留了 {count} 项，已被清除：{what}。',
    ],
    cause: [
      'It made effects without its context, so nobody else knew of them.',
      '它绕过上下文产生了副作用，因此没有被自动记录。',
    ],
    cure: ['Nothing needs to be done; report it to the author.', '无须处理，可报告给作者。'],
  },
  LB4011: {
    title: ['Service is not provided', '服务未提供'],
    sentence: ['Nobody provides the service {token}.', '没有扩展提供服务 {token}。'],
    cause: [
      'The extension that provides it is not installed, not enabled or cannot be used.',
      '提供该服务的扩展未安装、未启用或不可用。',
    ],
    cure: ['Install or enable the extension that provides it.', '安装或启用提供该服务的扩展。'],
  },
  LB4012: {
    title: ['Unknown command', '未知命令'],
    sentence: ['There is no command {command}.', '没有命令 {command}。'],
    cause: [
      'The extension that brings it is not installed or not enabled, or the name is misspelt.',
      '提供该命令的扩展未安装或未启用，或名称拼写有误。',
    ],
    cure: ['Install or enable the extension that brings it.', '安装或启用提供该命令的扩展。'],
  },
  LB4013: {
    title: ['Command failed', '命令失败'],
    sentence: ['The command {command} failed: {error}.', '命令 {command} 执行失败：{error}。'],
    cause: ['Its handler threw an error.', '其处理函数抛出了错误。'],
    cure: ['Try again; if it stays, report the error to the author.', '重试；如果仍然失败，请将错误报告给作者。'],
  },
  LB4014: {
    title: ['Origin is not permitted', '来源未获许可'],
    sentence: ['{extension} may not send requests to {origin}.', '{extension} 不允许向 {origin} 发送请求。'],
    cause: [
      'The manifest does not name the origin in permissions.network.',
      '清单未在 permissions.network 中声明该来源。',
    ],
    cure: [
      'Add the origin to the manifest, or go through the server’s proxy.',
      '在清单中添加该来源，或通过服务器代理访问。',
    ],
  },
  LB4015: {
    title: ['Storage is full', '存储空间已满'],
    sentence: [
      '{extension} has used up its storage in this browser ({quota} characters).',
      '{extension} 已用完其在此浏览器中的存储空间（{quota} 个字符）。',
    ],
    cause: [
      'Each extension has a share of the browser’s storage, so that none can fill it up.',
      '每个扩展只有一部分浏览器存储空间，以免被某个扩展占满。',
    ],
    cure: [
      'Clear data that the extension keeps, or remove and install it again.',
      '清除该扩展保存的数据，或将其移除后重新安装。',
    ],
  },
  LB4016: {
    title: ['Update failed, earlier version kept', '更新失败，保留旧版本'],
    sentence: [
      '{extension} could not be updated to {version}; the earlier version stays.',
      '{extension} 无法更新到 {version}，继续使用旧版本。',
    ],
    cause: ['The new version failed to load or to become active in this tab.', '新版本在此标签页中加载或激活失败。'],
    cure: ['Go on working; ask for a rollback or a corrected version.', '可继续工作，并请求回滚或提供修正的版本。'],
  },
  LB4017: {
    title: ['Live connection is lost', '实时连接中断'],
    sentence: [
      'The connection for live changes is lost; what is shown may be out of date.',
      '实时连接已中断，显示的内容可能不是最新的。',
    ],
    cause: [
      'The server or the network cannot be reached now. It is tried again by itself.',
      '当前无法连接服务器或网络，系统会自动重试。',
    ],
    cure: ['Wait a moment, or load the page again.', '稍等片刻，或重新加载页面。'],
  },
  LB4018: {
    title: ['Safe mode', '安全模式'],
    sentence: [
      'Safe mode: extensions that did not come with the product are not loaded.',
      '安全模式：不加载非产品自带的扩展。',
    ],
    cause: ['The address of this page contains ?safe.', '此页面的地址中包含 ?safe。'],
    cure: ['Disable the extension that makes trouble, then leave safe mode.', '停用有问题的扩展，然后退出安全模式。'],
  },
  LB4019: {
    title: ['Extension was disabled', '扩展已停用'],
    sentence: [
      '{extension} was disabled or removed while this page was open.',
      '此页面打开期间，{extension} 被停用或移除。',
    ],
    cause: ['An administrator changed it.', '管理员进行了更改。'],
    cure: ['Go to another page, or ask an administrator to enable it again.', '转到其他页面，或请管理员重新启用。'],
  },
  LB4020: {
    title: ['Update is ready', '有可用更新'],
    sentence: [
      '{extension} {version} is ready and waits for your unsaved work.',
      '{extension} {version} 已就绪，等待您保存未保存的内容。',
    ],
    cause: [
      'A part of the page reported unsaved changes, so it keeps the earlier version.',
      '页面中有未保存的更改，因此仍使用旧版本。',
    ],
    cure: ['Save or discard your changes; the update follows by itself.', '保存或放弃更改，随后会自动更新。'],
  },
  LB4022: {
    title: ['Many updates in one tab', '标签页更新次数较多'],
    sentence: ['Extensions were updated {count} times in this tab.', '此标签页中的扩展已更新 {count} 次。'],
    cause: [
      'Browsers keep the code of earlier versions until the page is loaded again.',
      '在重新加载页面之前，浏览器会保留旧版本的代码。',
    ],
    cure: ['Load the page again when it suits, to free memory.', '在方便时重新加载页面以释放内存。'],
  },
  LB4023: {
    title: ['Mounted part took too long', '挂载超时'],
    sentence: [
      'A mounted part of {extension} did not finish within {limit} ms.',
      '{extension} 挂载的部分未能在 {limit} 毫秒内完成。',
    ],
    cause: [
      'A life cycle function of single-spa waits for something that does not come.',
      'single-spa 的生命周期函数在等待永远不会到来的结果。',
    ],
    cure: ['Try again; if it stays, report it to the author.', '重试；如果仍然失败，请报告给作者。'],
  },
  LB4024: {
    title: ['Services wait for each other', '服务相互等待'],
    sentence: ['The service {token} needs itself by way of others: {path}.', '服务 {token} 的依赖形成了循环：{path}。'],
    cause: [
      'Providers ask for each other’s services before they are ready themselves.',
      '各提供者在自身就绪之前互相请求对方的服务。',
    ],
    cure: [
      'Ask the authors to request one of the services later, when it is used.',
      '请作者将其中一个服务改为使用时再请求。',
    ],
  },
};
