### Assay: ${verdict?lower_case}, ${summary}

${scope} · ${started} · ${seconds}
<#if reasons.items?has_content>

| | check | candidate | why |
|---|---|---|---|
<#list reasons.items as reason>
| ${reason.kind} | ${reason.check.value} | ${reason.candidate.value} | ${reason.message.value}<#if reason.message.leftOut gt 0> …</#if> |
</#list>
<#if reasons.leftOut gt 0>

… ${reasons.leftOut} more in the report.
</#if>
</#if>
<#if limits.items?has_content>

<details><summary>${limits.items?size + limits.leftOut} limits</summary>

| verdict | check | candidate | limit | value | 95 % interval | n | baseline |
|---|---|---|---|--:|---|--:|--:|
<#list limits.items as row>
| ${row.state.sign} ${row.state.word} | ${row.check.value} | ${row.candidate.value} | ${row.declared.value} | ${row.value} | ${row.interval} | ${row.n} | ${row.baseline} |
</#list>
<#if limits.leftOut gt 0>

… ${limits.leftOut} more in the report.
</#if>

</details>
</#if>

The page behind this, down to the single item: `index.html` beside this file.
