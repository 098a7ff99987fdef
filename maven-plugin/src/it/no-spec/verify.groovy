def log = new File(basedir, 'build.log').text
assert log.contains('no class with @ModelSpec in ' + new File(basedir, 'target/test-classes').path + ': write one')
assert log.contains('Nothing to evaluate: no class with @ModelSpec')
assert log.contains('Nothing to check: there was no spec to evaluate')
return true
