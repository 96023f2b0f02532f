import type { Catalogue } from './message.ts';

/** 76xx: the Extensions Center. */
export const CENTER_MESSAGES: Catalogue = {
  LB7601: {
    title: { en: 'Unknown extension', zh: '未知的扩展' },
    sentence: {
      en: 'There is no extension {extension} in the catalogue, and none of that name is installed.',
      zh: '目录中没有扩展 {extension}，也没有安装该名称的扩展。',
    },
    cause: {
      en: 'Its repository was removed, does not offer it any more, or the name is mistyped.',
      zh: '其仓库已被移除、不再提供该扩展，或名称有误。',
    },
    cure: { en: 'Look for it in the Marketplace, or add its repository.', zh: '请在扩展市场中查找，或添加其仓库。' },
  },
  LB7602: {
    title: { en: 'Unknown version', zh: '未知的版本' },
    sentence: {
      en: 'The catalogue has no version {version} of {extension}.',
      zh: '目录中没有 {extension} 的 {version} 版本。',
    },
    cause: {
      en: 'Repositories keep their newest versions; older ones leave the catalogue unless they are installed.',
      zh: '仓库只保留较新的版本；旧版本若未安装则会离开目录。',
    },
    cure: {
      en: 'Choose one of the versions that are listed, or raise the depth of the repository.',
      zh: '请选择列出的版本之一，或增大仓库的保留版本数。',
    },
  },
  LB7603: {
    title: { en: 'Already installed', zh: '已经安装' },
    sentence: { en: '{extension} is installed already.', zh: '{extension} 已经安装。' },
    cause: {
      en: 'An extension is installed once. Somebody may have been faster.',
      zh: '每个扩展只能安装一次，可能已有他人安装。',
    },
    cure: {
      en: 'Open it under Installed to upgrade or configure it.',
      zh: '请在“已安装”中打开它，进行升级或配置。',
    },
  },
  LB7604: {
    title: { en: 'Not installed', zh: '尚未安装' },
    sentence: {
      en: '{extension} has no install plan, so this cannot be done with it.',
      zh: '{extension} 没有安装计划，无法执行此操作。',
    },
    cause: {
      en: 'It was never installed, was removed meanwhile, or its interface was applied without a plan.',
      zh: '它从未安装、已被移除，或其界面未经安装计划直接应用。',
    },
    cure: { en: 'Install it first.', zh: '请先安装。' },
  },
  LB7605: {
    title: { en: 'Something is under way', zh: '操作正在进行' },
    sentence: {
      en: 'A change of {extension} is under way ({action} to {version}).',
      zh: '{extension} 正在变更中（{action}，目标版本 {version}）。',
    },
    cause: {
      en: 'One change is brought about after the other, so that none meets a state half-way.',
      zh: '变更逐个进行，以免遇到中间状态。',
    },
    cure: { en: 'Wait until it is over, or cancel it.', zh: '请等待其完成，或将其取消。' },
  },
  LB7606: {
    title: { en: 'Nothing to go back to', zh: '没有可回滚的版本' },
    sentence: {
      en: 'No earlier version of {extension} is known to have been installed whole.',
      zh: '没有记录到 {extension} 曾完整安装过更早的版本。',
    },
    cause: {
      en: 'It was installed once and not upgraded since, or its history is gone.',
      zh: '它只安装过一次且未升级过，或历史记录已丢失。',
    },
    cure: {
      en: 'Choose a version in its list of versions, and change to that one.',
      zh: '请在版本列表中选择一个版本，并切换到该版本。',
    },
  },
  LB7607: {
    title: { en: 'Rights are others than shown', zh: '权限与所示不同' },
    sentence: {
      en: '{extension} {version} asks for other rights than those that were agreed to.',
      zh: '{extension} {version} 请求的权限与已同意的不同。',
    },
    cause: {
      en: 'The package changed after its rights were shown, or the consent is for another version.',
      zh: '权限展示之后软件包发生了变化，或同意的是另一个版本。',
    },
    cure: { en: 'Look at the rights again, and agree to them as they are now.', zh: '请重新查看权限，并按现状同意。' },
  },
  LB7608: {
    title: { en: 'Configuration cannot be read', zh: '无法读取配置' },
    sentence: {
      en: 'The configuration ({field}) is no YAML that Helm could take, line {line}, column {column}: {reason}',
      zh: '配置（{field}）不是 Helm 可用的 YAML，第 {line} 行第 {column} 列：{reason}',
    },
    cause: {
      en: 'Values are one YAML document, and at its top a map of names to values.',
      zh: '配置值必须是一个 YAML 文档，其顶层为名称到值的映射。',
    },
    cure: { en: 'Mend the line that is named.', zh: '请修正所指出的行。' },
  },
  LB7609: {
    title: { en: 'Cluster cannot be chosen', zh: '无法选择集群' },
    sentence: {
      en: 'There is no cluster {cluster} to install {extension} in.',
      zh: '没有可安装 {extension} 的集群 {cluster}。',
    },
    cause: { en: 'It was removed, or its name is mistyped.', zh: '该集群已被移除，或名称有误。' },
    cure: { en: 'Choose among the clusters of this console.', zh: '请从本控制台的集群中选择。' },
  },
  LB7610: {
    title: { en: 'Field cannot be taken', zh: '字段无法接受' },
    sentence: { en: 'The field {field} cannot be taken: {reason}.', zh: '无法接受字段 {field}：{reason}。' },
    cause: { en: 'The request does not have the shape that this address takes.', zh: '请求的结构与该地址要求的不符。' },
    cure: {
      en: 'Compare it with docs/administrators/center-api.md.',
      zh: '请对照 docs/administrators/center-api.md。',
    },
  },
  LB7611: {
    title: { en: 'Changed by somebody else', zh: '已被他人修改' },
    sentence: {
      en: 'The install plan of {extension} was changed by somebody else at the same time.',
      zh: '{extension} 的安装计划同时被他人修改。',
    },
    cause: {
      en: 'Nothing was written, since it was meant for the plan as it was before.',
      zh: '未写入任何内容，因为该修改针对的是之前的计划。',
    },
    cure: { en: 'Look at what it is now, and try again.', zh: '请查看当前状态后重试。' },
  },
  LB7612: {
    title: { en: 'Nothing is under way', zh: '没有正在进行的操作' },
    sentence: {
      en: 'Nothing is under way with {extension} that could be cancelled.',
      zh: '{extension} 没有可取消的操作。',
    },
    cause: { en: 'It ended in the meantime.', zh: '操作已在此期间结束。' },
    cure: { en: 'Look at what came out of it.', zh: '请查看其结果。' },
  },
  LB7613: {
    title: { en: 'Nothing has failed', zh: '没有失败的操作' },
    sentence: {
      en: 'Nothing has failed with {extension} that could be tried again.',
      zh: '{extension} 没有可重试的失败操作。',
    },
    cause: { en: 'Its last change went well, or another is under way.', zh: '上次变更已成功，或另一变更正在进行。' },
    cure: { en: 'Change the plan to bring about something else.', zh: '如需其他结果，请修改安装计划。' },
  },
  LB7614: {
    title: { en: 'Only on the host', zh: '仅限主集群' },
    sentence: {
      en: '{extension} {version} is installed on the host alone, and takes no other clusters.',
      zh: '{extension} {version} 仅安装在主集群上，不能选择其他集群。',
    },
    cause: { en: 'Its installationMode is HostOnly.', zh: '其 installationMode 为 HostOnly。' },
    cure: { en: 'Leave the clusters out.', zh: '请不要指定集群。' },
  },
  LB7615: {
    title: { en: 'Preview took too long', zh: '预览超时' },
    sentence: {
      en: 'What {extension} {version} would change could not be found out within {seconds} seconds.',
      zh: '未能在 {seconds} 秒内得出 {extension} {version} 将带来的变更。',
    },
    cause: {
      en: 'Its package comes slowly, a cluster answers slowly, or many previews are made at once.',
      zh: '软件包下载缓慢、集群响应缓慢，或同时进行的预览过多。',
    },
    cure: { en: 'Try again, or go on without the preview.', zh: '请重试，或跳过预览继续。' },
  },
  LB7616: {
    title: { en: 'Change was refused', zh: '变更被拒绝' },
    sentence: {
      en: 'Kubernetes refused the change of {extension}: {reason}',
      zh: 'Kubernetes 拒绝了对 {extension} 的变更：{reason}',
    },
    cause: { en: 'The install plan breaks a rule of the cluster.', zh: '该安装计划违反了集群的规则。' },
    cure: { en: 'Change what the sentence names.', zh: '请修改上述内容。' },
  },
  LB7617: {
    title: { en: 'Awaits no consent', zh: '无需同意' },
    sentence: { en: '{extension} waits for no consent.', zh: '{extension} 没有等待同意的权限。' },
    cause: {
      en: 'Nothing that it asks for is new, or somebody has agreed or gone back already.',
      zh: '没有新增的权限请求，或已有人同意或回滚。',
    },
    cure: { en: 'Look at its installation.', zh: '请查看其安装状态。' },
  },
  LB7618: {
    title: { en: 'Nothing remains', zh: '没有遗留' },
    sentence: { en: 'Nothing is known to remain of {extension}.', zh: '没有记录到 {extension} 的遗留对象。' },
    cause: { en: 'It was purged or dismissed already, or is still installed.', zh: '已清除或忽略，或仍处于安装状态。' },
    cure: { en: 'Look at the list of what remains.', zh: '请查看遗留列表。' },
  },
  LB7619: {
    title: { en: 'File is not shown', zh: '文件不予显示' },
    sentence: {
      en: 'The package of {extension} {version} has no picture {path} that could be shown.',
      zh: '{extension} {version} 的软件包没有可显示的图片 {path}。',
    },
    cause: {
      en: 'Of packages, only pictures are served that lie outside of charts, templates and ui, and have 5 MB at most.',
      zh: '软件包中仅提供位于 charts、templates 和 ui 之外、且不超过 5 MB 的图片。',
    },
    cure: {
      en: 'Put pictures into the static folder, as PNG, JPEG, GIF, WebP, AVIF or SVG.',
      zh: '请将图片放在静态目录下，格式为 PNG、JPEG、GIF、WebP、AVIF 或 SVG。',
    },
  },
  LB7620: {
    title: { en: 'Applied without a plan', zh: '未经安装计划应用' },
    sentence: {
      en: 'The interface of {extension} was applied without an install plan. It can be switched on and off here, and nothing else.',
      zh: '{extension} 的界面未经安装计划直接应用，此处只能启用或停用。',
    },
    cause: {
      en: 'It is a UIBundle that somebody made, or a folder of this server.',
      zh: '它是他人创建的 UIBundle，或本服务器上的文件夹。',
    },
    cure: {
      en: 'Change it where it comes from: kubectl edit uibundle {extension}.',
      zh: '请在来源处修改：kubectl edit uibundle {extension}。',
    },
  },
  LB7621: {
    title: { en: 'Several things are in the way', zh: '存在多个阻碍' },
    sentence: {
      en: 'There are {count} things in the way of {extension}: {reasons}',
      zh: '{extension} 有 {count} 个阻碍：{reasons}',
    },
    cause: {
      en: 'What an extension needs is looked at before anything is changed.',
      zh: '在变更之前会检查扩展所需的一切。',
    },
    cure: {
      en: 'Mend what is named, or go on without dependencies where only they are missing.',
      zh: '请逐项修正；若仅缺少依赖，可选择忽略依赖继续。',
    },
  },
  LB7622: {
    title: { en: 'Others need it', zh: '被其他扩展依赖' },
    sentence: { en: '{extension} is needed by {dependants}.', zh: '{extension} 被以下扩展依赖：{dependants}。' },
    cause: {
      en: 'Those extensions are installed and enabled, and name it as a required dependency.',
      zh: '这些扩展已安装并启用，且将其声明为必需的依赖。',
    },
    cure: {
      en: 'Disable or remove those first, or go on although they may fail.',
      zh: '请先停用或卸载它们，或在其可能失效的情况下继续。',
    },
  },
};
