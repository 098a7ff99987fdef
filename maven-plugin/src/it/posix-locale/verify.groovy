def record = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/assay/run.json'), 'UTF-8')
assert record.checks*.method == ['答えが変わらない']
assert record.checks[0].leaves*.status == ['PASSED']
return true
