// Jest gives each suite a context whose global object asks a proxy at each look at `Object`, `Map` or `Math`: a quarter
// of the time of all tests. Here it is an object like that of any program, as new for each suite as the other was.
import vm from 'node:vm'
import { TestEnvironment } from 'jest-environment-node'

export default class PlainGlobals extends TestEnvironment {
  constructor(...options) {
    const { createContext } = vm
    // The class makes its context while it is constructed and takes no other.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY)
    try {
      super(...options)
    } finally {
      vm.createContext = createContext
    }
  }
}
