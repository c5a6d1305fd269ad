import { Provider } from 'react-redux'
import { useSearchParams } from 'react-router'
import { SetUp } from './features/setup/set-up.tsx'
import { store } from './lib/store.ts'
import { OnlySignedIn } from './only-signed-in.tsx'
import { StepsForAdministrators } from './steps-for-administrators.tsx'
import { Toaster } from './ui/toaster.tsx'

/** The set-up: the administrator by the printed link, then what that administrator does next. */
export const SetupArea = () => {
  const step = useSearchParams()[0].get('step')
  if (step !== 'brand' && step !== 'connect') return <SetUp />
  return (
    <OnlySignedIn>
      <Provider store={store}>
        <StepsForAdministrators step={step} />
        <Toaster />
      </Provider>
    </OnlySignedIn>
  )
}
