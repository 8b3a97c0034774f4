console.log('no generated documents yet')
