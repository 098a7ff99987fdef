def assay = new File(basedir, "it's a größe 模型 dir/assay")
assert new File(assay, 'run.json').text.contains('OddPathSpec')
assert new File(assay, 'report/index.html').isFile()
return true
