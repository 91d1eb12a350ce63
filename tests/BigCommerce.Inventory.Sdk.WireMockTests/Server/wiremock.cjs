'use strict';
// Runs the WireMock jar of the npm package that npx put on the PATH until stdin closes, as it does when the test host
// stops or dies. (The package's own launcher would leave Java behind.)
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const build = process.env.PATH.split(path.delimiter)
  .map(bin => path.join(bin, '..', 'wiremock', 'build'))
  .find(directory => fs.existsSync(directory));
const jar = path.join(build, fs.readdirSync(build).find(name => name.endsWith('.jar')));

const java = spawn('java', ['-jar', jar, ...process.argv.slice(2)], { stdio: ['ignore', 'inherit', 'inherit'] });
java.on('error', error => { console.error(error.message); process.exit(1); });
java.on('exit', code => process.exit(code ?? 0));
process.stdin.on('end', () => java.kill()).resume();
